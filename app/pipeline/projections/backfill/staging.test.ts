import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { openStaging, type Staging } from "./staging.server";

let directory: string;
let staging: Staging;
const path = () => join(directory, "1-2.db");

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "perennial-staging-test-"));
  staging = openStaging(path());
});
afterEach(() => {
  staging.close();
  rmSync(directory, { recursive: true });
});

const parent = (id: number) => JSON.stringify({ id: `p${id}` });
const child = (id: number, of: number) => JSON.stringify({ id: `c${id}`, __parentId: `p${of}` });

test("joins children to parents wherever they stand in the file", () => {
  staging.append([child(1, 2), parent(1), child(2, 1)], 50);
  staging.append([parent(2), child(3, 2)], 90);
  staging.seal();
  const read = staging
    .readParents(0, 10)
    .map(({ parent: { id }, children }) => [id, children.map((line) => line.id)]);
  expect(read).toEqual([
    ["p1", ["c2"]],
    ["p2", ["c1", "c3"]],
  ]);
});

test("reads parents in batches by their number", () => {
  staging.append([1, 2, 3, 4, 5].map(parent), 10);
  staging.seal();
  expect(staging.readParents(2, 2).map(({ parent: { id } }) => id)).toEqual(["p3", "p4"]);
  expect(staging.readParents(5, 2)).toEqual([]);
});

test("goes on after a crash where the last complete append ended", () => {
  staging.append([parent(1)], 20);
  expect(() => staging.append([parent(2), "not json"], 40)).toThrow();
  staging.close();
  staging = openStaging(path());
  expect(staging.offset()).toBe(20);
  staging.append([parent(2)], 40);
  expect(staging.seal()).toEqual({ parentCount: 2, orphanCount: 0 });
});

test("counts children whose parent is not in the file", () => {
  staging.append([parent(1), child(1, 1), child(2, 9)], 20);
  expect(staging.seal()).toEqual({ parentCount: 1, orphanCount: 1 });
});

test("sealing twice changes nothing", () => {
  staging.append([parent(1)], 20);
  expect(staging.seal()).toEqual(staging.seal());
});

test("a line that is no object is an error", () => {
  expect(() => staging.append(["[1]"], 5)).toThrow("expected a JSON object");
});

test("removing leaves nothing behind", () => {
  staging.append([parent(1)], 20);
  staging.remove();
  expect(readdirSync(directory)).toEqual([]);
  staging = openStaging(path());
});
