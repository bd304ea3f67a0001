import fc from "fast-check";
import { expect, test } from "vitest";

import { addStay, addStays, medianStay, NO_STAYS, STAY_STEPS } from "./stays";

const staysOf = (...seconds: number[]) =>
  seconds.reduce((stays, one) => addStay(stays, one * 1_000), NO_STAYS);

test("of none there is no median; of one it is in its step", () => {
  expect(medianStay(NO_STAYS)).toBeNull();
  expect(medianStay(staysOf(0))).toBe(0);
  expect(medianStay(staysOf(12))).toBe(12_500);
});

test.each([
  [9.999, 2],
  [10, 3],
  [10.001, 3],
  [100_000, STAY_STEPS.length - 1],
])("%d seconds are in step %i", (seconds, step) => {
  expect(staysOf(seconds)[step]).toBe(1);
});

test("half of the visits lasted longer", () => {
  expect(medianStay(staysOf(0, 0, 0, 70, 70))).toBe(0);
  expect(medianStay(staysOf(0, 0, 70, 70, 70))).toBe(65_000);
});

test("of days that are added up it is the median of all, to within a step", () => {
  const visits = fc.array(fc.integer({ min: 0, max: 7_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(visits, visits, (one, other) => {
      const added = medianStay(addStays(staysOf(...one), staysOf(...other))) ?? -1;
      const sorted = [...one, ...other].sort((a, b) => a - b);
      const exact = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
      const step = STAY_STEPS.findLastIndex((seconds) => seconds <= exact);
      expect(added).toBeGreaterThanOrEqual((STAY_STEPS[step] ?? 0) * 1_000);
      expect(added).toBeLessThanOrEqual((STAY_STEPS[step + 1] ?? Infinity) * 1_000);
    }),
  );
});
