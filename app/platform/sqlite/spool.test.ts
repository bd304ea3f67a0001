import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { provideKeys } from "../sealed.server";
import { type FileSpool, openSpool, spoolPathOf } from "./spool.server";

const OLD = { id: "old", key: randomBytes(32) };
const NEW = { id: "new", key: randomBytes(32) };
const LOOKUP = randomBytes(32);

let directory: string;
let path: string;
let spool: FileSpool;
beforeEach(() => {
  provideKeys([OLD], LOOKUP);
  directory = mkdtempSync(join(tmpdir(), "perennial-spool-"));
  path = join(directory, "test.db-spool");
  spool = openSpool(path);
});
afterEach(() => {
  spool.close();
  rmSync(directory, { recursive: true });
});

const append = (text: string, count = 1) => spool.append([Buffer.from(text)], count);
const textsOf = (from: FileSpool, entries = 100) =>
  from.oldest(entries).map(({ content }) => content.toString());

describe("the file of a database", () => {
  test.each([
    ["file:./perennial.db", "./perennial.db-spool"],
    ["file:/data/perennial.db?connection_limit=1", "/data/perennial.db-spool"],
    ["postgresql://user@host/name", null],
  ])("%s has %s", (url, expected) => expect(spoolPathOf(url)).toBe(expected));
});

test("groups come back whole and in their order, to another process too", () => {
  void spool.append([Buffer.from("a"), Buffer.from("bc"), Buffer.from("")], 3);
  void append("second");
  const other = openSpool(path);
  expect(textsOf(other)).toEqual(["abc", "second"]);
  expect(other.count()).toBe(4);
  other.close();
});

test("no more entries are read than asked for, but one group at least", () => {
  void append("of three", 3);
  void append("of two", 2);
  void append("of one", 1);
  expect(textsOf(spool, 5)).toEqual(["of three", "of two"]);
  expect(textsOf(spool, 4)).toEqual(["of three"]);
  expect(textsOf(spool, 1)).toEqual(["of three"]);
});

test("what was taken over is gone; to forget it twice is harmless", () => {
  void append("first");
  void append("second");
  const [first] = spool.oldest(1);
  spool.remove([first?.id ?? 0]);
  spool.remove([first?.id ?? 0]);
  expect(textsOf(spool)).toEqual(["second"]);
});

test("a group waits for another process that writes, and the process goes on meanwhile", async () => {
  const other = new Database(path);
  other.exec("BEGIN IMMEDIATE");
  const kept = append("waits");
  let hasWaited = false;
  setTimeout(() => {
    hasWaited = true;
    other.exec("COMMIT");
  }, 20);
  await kept;
  expect(hasWaited).toBe(true);
  expect(textsOf(spool)).toEqual(["waits"]);
  other.close();
});

test("news shows when another connection wrote", () => {
  const other = openSpool(path);
  const seen = other.version();
  expect(other.version()).toBe(seen);
  void append("news");
  expect(other.version()).not.toBe(seen);
  other.close();
});

test("nothing of it can be read in the file", () => {
  void append("ada@example.com");
  const files = [path, `${path}-wal`].map((name) => readFileSync(name).toString("latin1"));
  expect(files.join("")).not.toContain("ada@example.com");
});

describe("when the key is rotated", () => {
  test("what the old one sealed can be read, and after sealing anew without the old one", () => {
    void append("before");
    provideKeys([NEW, OLD], LOOKUP);
    void append("after");
    expect(textsOf(spool)).toEqual(["before", "after"]);
    expect(spool.reseal("new")).toBe(1);
    expect(spool.reseal("new")).toBe(0);
    provideKeys([NEW], LOOKUP);
    expect(textsOf(spool)).toEqual(["before", "after"]);
  });

  test("a key that is not there any more is named", () => {
    void append("before");
    provideKeys([NEW], LOOKUP);
    expect(() => spool.oldest(1)).toThrow('key "old", which is not in ENCRYPTION_KEYS');
  });
});
