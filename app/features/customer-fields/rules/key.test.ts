import fc from "fast-check";
import { expect, test } from "vitest";

import { FIELD_KINDS } from "../schema";
import { factKeyOf, parseFactKey } from "./fact-key";
import { keyFor } from "./key";

const NONE: ReadonlySet<string> = new Set();

test.each([
  ["Wedding day", "wedding-day"],
  ["  Ulubiony gatunek: Łódź!  ", "ulubiony-gatunek-lodz"],
  ["Größe (EU)", "gro-e-eu"],
  ["Размер", "field"],
  ["…", "field"],
  ["Size 42", "size-42"],
])("%j has the key %s", (name, key) => {
  expect(keyFor(name, NONE)).toBe(key);
});

test("a key that is taken is numbered, and stays within 40 characters", () => {
  expect(keyFor("Size", new Set(["size"]))).toBe("size-2");
  expect(keyFor("Size", new Set(["size", "size-2"]))).toBe("size-3");
  const long = "a".repeat(60);
  expect(keyFor(long, NONE)).toBe("a".repeat(40));
  expect(keyFor(long, new Set(["a".repeat(40)]))).toBe(`${"a".repeat(38)}-2`);
});

test("every key is one that a fact can be asked by, of any kind", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom(...FIELD_KINDS), (name, kind) => {
      const key = keyFor(name, new Set(["field", "field-2"]));
      const fact = factKeyOf({ kind, key });
      expect(parseFactKey(fact)).toEqual({ kind, key });
      expect(fact.length).toBeLessThanOrEqual(80);
    }),
  );
});

test.each([
  "fields",
  "fields.text",
  "fields.text.",
  "fields.money.x",
  "fields.text.X",
  "orders.count",
  "fields.date.a.b",
])("%s names no field", (fact) => {
  expect(parseFactKey(fact)).toBeNull();
});
