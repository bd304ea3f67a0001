import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { RowPacker } from "../sql/row-packer";
import { databaseImage, RowTooLarge } from "./image";

type Row = Record<string, string | null>;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "perennial-image-test-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function packed(name: string, columns: readonly string[], rows: readonly Row[]) {
  const packer = new RowPacker(name, columns, false);
  for (const row of rows) packer.add(row);
  const taken = packer.take();
  if (!taken) throw new Error("expected rows");
  return taken;
}

function opened(tables: Parameters<typeof databaseImage>[0]) {
  const path = join(directory, "image.db");
  writeFileSync(path, Buffer.concat(databaseImage(tables)));
  return new Database(path, { readonly: true });
}

describe("a database made by hand", () => {
  test.each([1, 2, 60, 61, 5_000])(
    "holds %i rows as they were given, and SQLite finds nothing wrong",
    (count) => {
      const rows = Array.from({ length: count }, (_, index) => ({
        id: `row-${index}`,
        text: index % 3 === 0 ? null : "Łódź 🎉 ".repeat(index % 200),
        long: index % 7 === 0 ? "x".repeat(1_000 + index) : "",
      }));
      const other = [{ only: "one" }];
      const database = opened([
        packed("First", ["id", "text", "long"], rows),
        packed("Other", ["only"], other),
      ]);
      expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
      expect(database.prepare(`SELECT * FROM "First"`).all()).toEqual(rows);
      expect(database.prepare(`SELECT * FROM "Other"`).all()).toEqual(other);
      database.close();
    },
  );

  test("takes rows of up to a page", () => {
    const largest = { id: "a", text: "y".repeat(65_490) };
    const database = opened([packed("Large", ["id", "text"], [largest, { id: "b", text: null }, largest])]);
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(database.prepare(`SELECT count(*) FROM "Large" WHERE length("text") = 65490`).pluck().get()).toBe(
      2,
    );
    database.close();
    expect(() => databaseImage([packed("Large", ["id"], [{ id: "z".repeat(65_500) }])])).toThrow(RowTooLarge);
  });

  test("of many columns has headers of two bytes", () => {
    const columns = Array.from({ length: 200 }, (_, index) => `c${index}`);
    const row = Object.fromEntries(columns.map((column, index) => [column, index % 2 ? column : null]));
    const database = opened([packed("Wide", columns, [row])]);
    expect(database.prepare(`SELECT * FROM "Wide"`).all()).toEqual([row]);
    database.close();
  });
});
