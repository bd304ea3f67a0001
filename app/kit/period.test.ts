import { describe, expect, test } from "vitest";

import { DaySchema, MonthOffsetSchema, MonthSchema, PageSchema } from "./period";

test.each([
  ["2026-02-28", true],
  ["2026-02-29", false],
  ["2028-02-29", true],
  ["2026-13-01", false],
  ["2026-2-1", false],
  ["2026-02-28T00:00:00Z", false],
  ["", false],
])("%j as a day: %s", (text, fits) => {
  expect(DaySchema.safeParse(text).success).toBe(fits);
});

test.each([
  ["2026-01", true],
  ["2026-12", true],
  ["2026-00", false],
  ["2026-13", false],
  ["2026-1", false],
])("%j as a month: %s", (text, fits) => {
  expect(MonthSchema.safeParse(text).success).toBe(fits);
});

describe("a page of a URL", () => {
  test.each([
    ["3", 3],
    ["0", 1],
    ["-1", 1],
    ["1.5", 1],
    ["many", 1],
    [null, 1],
    ["100001", 1],
  ])("%j is page %i", (text, page) => {
    expect(PageSchema.parse(text)).toBe(page);
  });
});

test("months after a cohort's first are whole and not before it", () => {
  expect(MonthOffsetSchema.parse("12")).toBe(12);
  expect(MonthOffsetSchema.safeParse("-1").success).toBe(false);
  expect(MonthOffsetSchema.safeParse("0.5").success).toBe(false);
});
