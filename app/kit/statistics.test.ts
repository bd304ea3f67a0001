import { expect, test } from "vitest";

import { median, ratio } from "./statistics";

test.each([
  [[], null],
  [[7], 7],
  [[9, 1], 5],
  [[10, 2, 30], 10],
  [[4, 1, 3, 2], 2.5],
])("the median of %j is %j", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("the given list is left as it was", () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test("a ratio over nobody is unknown, not zero", () => {
  expect(ratio(0, 0)).toBeNull();
  expect(ratio(0, 4)).toBe(0);
  expect(ratio(1, 4)).toBe(0.25);
});
