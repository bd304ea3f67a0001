import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readFolder, timeTold, triggerTimes } from "./payloads";

const COLLECTION = "../shared/fixtures";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "replay-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function put(file: string, content: string): void {
  mkdirSync(dirname(join(directory, file)), { recursive: true });
  writeFileSync(join(directory, file), content);
}

describe("reading a folder", () => {
  test("the manifest tells topic and version of the files it names, the path those of the others", () => {
    put("MANIFEST.tsv", "file\ttopic\tapi_version\nodd/a.json\torders/paid\t2026-04\n");
    put("odd/a.json", "{}");
    put("refunds__create/b.json", "{}");
    expect(
      readFolder(directory).payloads.map(({ file, topic, apiVersion }) => [file, topic, apiVersion]),
    ).toEqual([
      ["refunds__create/b.json", "refunds/create", null],
      ["odd/a.json", "orders/paid", "2026-04"],
    ]);
  });

  test("JSON that no webhook carries is listed, other files are left alone", () => {
    put("line_items/a.json", "{}");
    put("bulk/b.jsonl", "{}");
    put("README.md", "");
    expect(readFolder(directory)).toEqual({ payloads: [], others: ["line_items/a.json"] });
  });

  test("the bytes of a file stay as they are, also when they are no JSON and no UTF-8", () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x0a]);
    mkdirSync(join(directory, "orders__create"));
    writeFileSync(join(directory, "orders__create/broken.json"), bytes);
    expect(readFolder(directory).payloads[0]?.body).toEqual(bytes);
  });

  test("a folder that does not exist is told by its name", () => {
    expect(() => readFolder(join(directory, "nowhere"))).toThrow("there is no folder");
  });

  test.skipIf(!existsSync(COLLECTION))(
    "every JSON file of the shared collection is either sent or listed",
    () => {
      const { payloads, others } = readFolder(COLLECTION);
      expect(payloads.length).toBeGreaterThan(200);
      expect(others.filter((file) => /^(?:webhooks|derived|shapes)\//.test(file))).toEqual([]);
      expect(payloads.map(({ file }) => file).filter((file) => file.startsWith("graphql/"))).toEqual([]);
    },
  );
});

describe("the order of sending", () => {
  test("what tells no time comes first, then by time, deletions after all and the end of the shop last", () => {
    put("shop__redact/x.json", "{}");
    put("orders__delete/x.json", `{"id":1}`);
    put("orders__updated/newer.json", `{"updated_at":"2026-02-01T00:00:00Z"}`);
    put("orders__updated/older.json", `{"updated_at":"2026-02-01T00:30:00+02:00"}`);
    put("orders__edited/x.json", `{"order_edit":{}}`);
    expect(readFolder(directory).payloads.map(({ file }) => file)).toEqual([
      "orders__edited/x.json",
      "orders__updated/older.json",
      "orders__updated/newer.json",
      "orders__delete/x.json",
      "shop__redact/x.json",
    ]);
  });
});

describe("the time a body tells", () => {
  test.each([
    [
      `{"updated_at":"2026-02-01T12:00:00+02:00","created_at":"2020-01-01T00:00:00Z"}`,
      "2026-02-01T10:00:00.000Z",
    ],
    [`{"updated_at":null,"created_at":"2020-01-01T00:00:00Z"}`, "2020-01-01T00:00:00.000Z"],
  ])("of %s is %s", (body, told) => expect(timeTold(Buffer.from(body))?.toISOString()).toBe(told));

  test.each([`{}`, `[]`, `null`, `{"updated_at":5}`, `{"updated_at":"example string"}`, `{"updated_at"`, ``])(
    "%s tells none",
    (body) => expect(timeTold(Buffer.from(body))).toBeNull(),
  );
});

describe("Triggered-At", () => {
  const now = new Date("2026-11-22T12:00:00Z");
  const at = (time: string | null) => ({
    file: "x.json",
    topic: "orders/updated",
    apiVersion: null,
    happenedAt: time === null ? null : new Date(time),
    body: Buffer.alloc(0),
  });
  const timesOf = (...told: (string | null)[]) =>
    triggerTimes(told.map(at), now).map((time) => time.toISOString());

  test("is the time told; a payload that tells none has that of the one before, the first ones the earliest", () => {
    expect(timesOf(null, "2026-01-01T00:00:00Z", null, "2026-03-01T00:00:00Z", null)).toEqual([
      "2026-01-01T00:00:00.000Z",
      "2026-01-01T00:00:00.000Z",
      "2026-01-01T00:00:00.000Z",
      "2026-03-01T00:00:00.000Z",
      "2026-03-01T00:00:00.000Z",
    ]);
  });

  test("never goes back: a deletion that tells an old time is still the last word", () => {
    expect(timesOf("2026-03-01T00:00:00Z", "2026-01-01T00:00:00Z")).toEqual([
      "2026-03-01T00:00:00.000Z",
      "2026-03-01T00:00:00.000Z",
    ]);
  });

  test("is now when none tells", () => expect(timesOf(null)).toEqual(["2026-11-22T12:00:00.000Z"]));
});
