import { expect, test } from "vitest";

import type { Entry } from "../contribution";
import { portionOf } from "./portion";

const entry = (customerId: string | null, entryKey: string): Entry => ({
  ...{ customerId, entryKey, subjectKind: null, subjectId: null, context: {} },
  enteredAt: new Date("2026-03-02T12:00:00Z"),
});
const all = [
  entry("c", "1"),
  entry("a", "2"),
  entry(null, "z"),
  entry("b", "2"),
  entry("a", "1"),
  entry("a", "3"),
];

test.each([1, 2, 3, 4, 5, 6])("portions of %s come to every entry once, a person's together", (atOnce) => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const portion = portionOf(all, { after, atOnce });
    const people = new Set(portion.entries.map(({ customerId }) => customerId));
    for (const person of people) expect(seen.some((one) => one.startsWith(`${person}:`))).toBe(false);
    seen.push(...portion.entries.map(({ customerId, entryKey }) => `${customerId}:${entryKey}`));
    after = portion.nextAfter;
  } while (after !== null);
  expect(seen.toSorted()).toEqual(["a:1", "a:2", "a:3", "b:2", "c:1", "null:z"]);
  expect(seen.filter((one) => one.startsWith("a:"))).toEqual(["a:2", "a:1", "a:3"]);
});

test("few stay as they are", () => {
  expect(portionOf(all, { after: null, atOnce: 6 })).toEqual({ entries: all, nextAfter: null });
});

test("what a portion is gone on from names nobody: an erasure drops jobs that name a person", () => {
  const { nextAfter } = portionOf([entry("s1_1", "1"), entry("s1_2", "1"), entry("s1_3", "1")], {
    ...{ after: null, atOnce: 1 },
  });
  expect(nextAfter).toMatch(/^[0-9a-f]{64}$/);
});
