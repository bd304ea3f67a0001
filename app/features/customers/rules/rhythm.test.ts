import { expect, test } from "vitest";

import { typicalGapDays } from "./rhythm";

const days = (...days: number[]) => days.map((day) => new Date(Date.UTC(2026, 0, 1 + day)));

test.each([
  ["no order", days(), null],
  ["one order", days(0), null],
  ["two orders", days(0, 30), 30],
  ["three orders in any order: the middle of the gaps' order", days(50, 0, 10), 25],
  ["a gap of exactly 365 days counts", days(0, 365), 365],
  ["a gap of 366 days does not", days(0, 366), null],
  ["long pauses do not stretch the rhythm", days(0, 10, 20, 900), 10],
])("%s", (_title, placedAt, expected) => {
  expect(typicalGapDays(placedAt)).toBe(expected);
});

test("gaps shorter than a day are told to a tenth", () => {
  expect(typicalGapDays([new Date("2026-01-01T00:00:00Z"), new Date("2026-01-01T06:00:00Z")])).toBe(0.3);
});
