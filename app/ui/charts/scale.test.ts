import fc from "fast-check";
import { expect, test } from "vitest";

import { axisTicks, labelledIndexes } from "./scale";

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [10, [0, 5, 10]],
  [97, [0, 50, 100]],
  [160_001, [0, 50_000, 100_000, 150_000, 200_000]],
])("an axis up to %d has the ticks %j", (max, expected) => {
  expect(axisTicks(max)).toEqual(expected);
});

test("ticks reach the largest value and are at most five", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 12 }), (max) => {
      const ticks = axisTicks(max);
      return (
        ticks.length >= 2 && ticks.length <= 5 && (ticks.at(-1) ?? 0) >= max && ticks.every(Number.isInteger)
      );
    }),
  );
});

test("no more labels are written than fit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 12 }), (count, most) => {
      const indexes = labelledIndexes(count, most);
      return indexes[0] === 0 && indexes.length <= most && (indexes.at(-1) ?? 0) < count;
    }),
  );
  expect(labelledIndexes(30, 5)).toEqual([0, 6, 12, 18, 24]);
});
