import { describe, expect, test } from "vitest";

import { meanInterval, median, ratio, shareInterval } from "./statistics";

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

const rounded = (interval: { low: number; high: number } | null | undefined) =>
  interval && [interval.low, interval.high].map((value) => Math.round(value * 1_000) / 1_000);

describe("the interval of a share", () => {
  // 81 of 263: the example of Newcombe (1998).
  test.each([
    [0, 10, [0, 0.278]],
    [5, 10, [0.237, 0.763]],
    [10, 10, [0.722, 1]],
    [81, 263, [0.255, 0.366]],
  ])("%i of %i", (count, total, expected) => {
    expect(rounded(shareInterval(count, total))).toEqual(expected);
  });

  test("of nobody is none", () => {
    expect(shareInterval(0, 0)).toBeNull();
  });
});

describe("the mean of what was counted", () => {
  const of = (...values: number[]) => meanInterval(values.map((value) => ({ value, count: 1 })));

  test.each([
    ["two", [1, 5], 3, [-22.412, 28.412]],
    ["five", [1, 2, 3, 4, 5], 3, [1.037, 4.963]],
  ])("of %s", (_count, values, mean, interval) => {
    const told = of(...values);
    expect([told?.value, rounded(told?.interval)]).toEqual([mean, interval]);
  });

  test("goes by how often each value was counted", () => {
    expect(
      meanInterval([
        { value: 5, count: 3 },
        { value: 1, count: 1 },
      ])?.value,
    ).toBe(4);
  });

  test.each([
    ["one value", [4]],
    ["values that are all the same", [4, 4, 4]],
  ])("of %s has no interval", (_which, values) => {
    expect(of(...values)).toEqual({ value: 4, interval: null });
  });

  test("of more than thirty goes by the normal distribution", () => {
    const counted = [
      { value: 0, count: 50 },
      { value: 1, count: 50 },
    ];
    expect(rounded(meanInterval(counted)?.interval)).toEqual([0.402, 0.598]);
  });

  test("of none is none", () => {
    expect(meanInterval([])).toBeNull();
  });
});
