import { expect, test } from "vitest";

import { findOddness, type OddFacts, type OddLimits } from "./rules";

const QUIET: OddFacts = { recentPoints: 0, recentCount: 0, others: [] };
const NONE: OddLimits = { velocity: { pointsPerDay: null, earningsPerDay: null }, outlierTimes: null };

test.each([
  [99, null],
  [100, null],
  [101, "too-much"],
])("with a limit of 150 a day and 50 earned, %i more is %s", (points, expected) => {
  const limits = { ...NONE, velocity: { pointsPerDay: 150, earningsPerDay: null } };
  expect(findOddness(points, { ...QUIET, recentPoints: 50 }, limits)?.reason ?? null).toBe(expected);
});

test.each([
  [1, null],
  [2, null],
  [3, "too-often"],
])("with a limit of three a day, one more after %i is %s", (recentCount, expected) => {
  const limits = { ...NONE, velocity: { pointsPerDay: null, earningsPerDay: 3 } };
  expect(findOddness(1, { ...QUIET, recentCount }, limits)?.reason ?? null).toBe(expected);
});

const USUAL = Array.from({ length: 30 }, (_, index) => 90 + index);

test.each([
  ["29 earnings are too few to tell", 10_000, USUAL.slice(1), null],
  ["at the limit", 180, USUAL, null],
  ["above it", 181, USUAL, "outlier"],
  ["far below is not odd", 1, USUAL, null],
  ["a few huge ones hide nothing", 1_000, [...USUAL, 9_000, 9_000, 9_000], "outlier"],
  ["where all are the same one point is the usual distance", 111, Array<number>(30).fill(100), "outlier"],
])("%s", (_name, points, others, expected) => {
  expect(findOddness(points, { ...QUIET, others }, { ...NONE, outlierTimes: 10 })?.reason ?? null).toBe(
    expected,
  );
});

test("nothing is odd where nothing is watched", () => {
  expect(findOddness(1_000_000, { recentPoints: 9, recentCount: 99, others: USUAL }, NONE)).toBeNull();
});
