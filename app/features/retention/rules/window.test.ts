import { expect, test } from "vitest";

import { instantsOf, isCovered, isPartlyUnknown, resolveWindow } from "./window";

const ZONE = "Europe/Warsaw";

test("30 days are today and the 29 before, compared with the 30 before those", () => {
  const window = resolveWindow("30", { now: new Date("2026-11-23T10:00:00Z"), zone: ZONE });
  expect(window).toEqual({
    key: "30",
    today: "2026-11-23",
    range: { from: "2026-10-25", to: null },
    previous: { from: "2026-09-25", to: "2026-10-24" },
    // 11 hours of today are over, so 11 hours of the last day before count.
    previousUntil: new Date("2026-10-24T09:00:00.001Z"),
  });
});

test("the days before never end later than their last day, where it is shorter than today", () => {
  // Warsaw on 25 October has 25 hours, and it is in the last of them.
  const now = new Date("2026-10-25T22:30:00Z");
  expect(resolveWindow("30", { now, zone: ZONE }).previousUntil).toEqual(new Date("2026-09-25T22:00:00Z"));
});

test.each([
  ["2026-11-22T22:59:59Z", "2026-11-22"],
  ["2026-11-22T23:00:00Z", "2026-11-23"],
])("at %s the shop in Warsaw has %s", (now, today) => {
  expect(resolveWindow("90", { now: new Date(now), zone: ZONE }).today).toBe(today);
});

test("all time is open at both ends and compared with nothing", () => {
  expect(resolveWindow("all", { now: new Date("2026-11-23T10:00:00Z"), zone: ZONE })).toMatchObject({
    range: { from: null, to: null },
    previous: null,
    previousUntil: null,
  });
});

const COVERAGE = { gaps: [], leftOutCount: 0, firstOrderOn: "2026-09-25" };

test("a range is covered when it begins on the first known day, not a day before", () => {
  const coverage = { ...COVERAGE, kind: "window", sinceOn: "2026-09-25" } as const;
  expect(isCovered({ from: "2026-09-25", to: null }, coverage)).toBe(true);
  expect(isCovered({ from: "2026-09-24", to: null }, coverage)).toBe(false);
  expect(isPartlyUnknown({ from: "2026-09-25", to: null }, coverage)).toBe(false);
  expect(isPartlyUnknown({ from: "2026-09-24", to: null }, coverage)).toBe(true);
  expect(isPartlyUnknown({ from: null, to: null }, coverage)).toBe(true);
});

test("where the whole history is known nothing is missing, however long before the first order", () => {
  const coverage = { ...COVERAGE, kind: "whole", sinceOn: null } as const;
  expect(isPartlyUnknown({ from: "2020-01-01", to: null }, coverage)).toBe(false);
  expect(isCovered({ from: "2020-01-01", to: null }, coverage)).toBe(false);
});

test("days become instants of the shop: over the end of summer time a day has 25 hours", () => {
  const now = new Date("2026-11-23T10:00:00Z");
  expect(instantsOf({ from: "2026-10-25", to: "2026-10-25" }, { zone: ZONE, now })).toEqual({
    from: new Date("2026-10-24T22:00:00Z"),
    to: new Date("2026-10-25T23:00:00Z"),
  });
  expect(instantsOf({ from: null, to: null }, { zone: ZONE, now })).toEqual({
    from: new Date(0),
    to: new Date(now.getTime() + 1),
  });
});
