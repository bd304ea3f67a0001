import { expect, test } from "vitest";

import { inRounds } from "./rounds";

const REPLACE = 'INSERT INTO "T" SELECT 1 ON CONFLICT ("shopId", "key") DO UPDATE SET "n" = excluded."n"';
const LEAVE = 'INSERT INTO "T" SELECT 1 ON CONFLICT ("shopId", "key") DO NOTHING';
const row = (key: string | null, n: number, shopId = "s1") => ({ shopId, key, n });

test("rows of different keys are one round, however many", () => {
  const rows = [row("a", 1), row("b", 2), row("a", 3, "s2")];
  expect(inRounds(REPLACE, rows)).toEqual([rows]);
  expect(inRounds(REPLACE, [])).toEqual([[]]);
});

test("a key that comes again waits for the next round, so the last one counts", () => {
  const rows = [row("a", 1), row("b", 2), row("a", 3), row("a", 4), row("b", 5)];
  expect(inRounds(REPLACE, rows)).toEqual([
    [row("a", 1), row("b", 2)],
    [row("a", 3), row("b", 5)],
    [row("a", 4)],
  ]);
});

test("no key is like no other", () => {
  const rows = [row(null, 1), row(null, 2)];
  expect(inRounds(REPLACE, rows)).toEqual([rows]);
});

test("what leaves rows as they are may name them twice", () => {
  const rows = [row("a", 1), row("a", 2)];
  expect(inRounds(LEAVE, rows)).toEqual([rows]);
});
