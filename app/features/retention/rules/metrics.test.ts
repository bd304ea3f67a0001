import { expect, test } from "vitest";

import { averageOrderValue, buyers, changeSince, netRevenue, orders, repeatPurchaseRate } from "./metrics";

const FACTS = { orderCount: 3, netMinor: 10_000, buyerCount: 2, repeatBuyerCount: 1 };
const NOTHING = { orderCount: 0, netMinor: 0, buyerCount: 0, repeatBuyerCount: 0 };

test("each metric tells its value with what was counted and divided", () => {
  expect(buyers(FACTS)).toEqual({ value: 2, numerator: 2, denominator: null });
  expect(orders(FACTS)).toEqual({ value: 3, numerator: 3, denominator: null });
  expect(netRevenue(FACTS)).toEqual({ value: 10_000, numerator: 10_000, denominator: null });
  expect(repeatPurchaseRate(FACTS)).toEqual({ value: 0.5, numerator: 1, denominator: 2 });
  expect(averageOrderValue(FACTS)).toEqual({ value: 3_333, numerator: 10_000, denominator: 3 });
});

test("a rate or a mean over nothing is unknown, a sum over nothing is zero", () => {
  expect(repeatPurchaseRate(NOTHING).value).toBeNull();
  expect(averageOrderValue(NOTHING).value).toBeNull();
  expect(netRevenue(NOTHING).value).toBe(0);
});

const figure = (value: number | null) => ({ value, numerator: 0, denominator: null });

test.each([
  { unit: "money", value: 120, before: 100, expected: 0.2 },
  { unit: "count", value: 50, before: 100, expected: -0.5 },
  { unit: "share", value: 0.3, before: 0.25, expected: 0.05 },
  { unit: "share", value: 0.3, before: 0, expected: 0.3 },
] as const)("a $unit of $value after $before changed by $expected", ({ unit, value, before, expected }) => {
  expect(changeSince({ figure: figure(value), previous: figure(before) }, unit)).toBeCloseTo(expected);
});

test.each([
  { unit: "money", value: 120, before: 0 },
  { unit: "share", value: null, before: 0.3 },
  { unit: "share", value: 0.3, before: null },
] as const)("a $unit of $value after $before has no change to tell", ({ unit, value, before }) => {
  expect(changeSince({ figure: figure(value), previous: figure(before) }, unit)).toBeNull();
});

test("nothing after nothing is no change, and not news", () => {
  expect(changeSince({ figure: figure(0), previous: figure(0) }, "money")).toBe(0);
});

test("without an earlier figure there is no change", () => {
  expect(changeSince({ figure: figure(1), previous: null }, "count")).toBeNull();
});
