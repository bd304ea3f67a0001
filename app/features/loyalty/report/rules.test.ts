import { expect, test } from "vitest";

import { isBalanced, liabilityOf, rollForward } from "./rules";

test("what came and went makes the closing", () => {
  const before = { issued: -1_000, available: 700, pending: 100, redeemed: 200 };
  const during = {
    issued: -300,
    available: -250,
    pending: 50,
    held: 100,
    redeemed: 250,
    expired: 100,
    clawedBack: 50,
  };
  const table = rollForward(before, during);
  expect(table).toEqual({
    ...{ opening: 800, earned: 300, adjusted: 0, writtenOff: 0 },
    ...{ redeemed: -250, expired: -100, clawedBack: -50, forfeited: 0, closing: 700 },
  });
  expect(isBalanced(table)).toBe(true);
  expect(isBalanced({ ...table, expired: -99 })).toBe(false);
});

test("nothing makes nothing, without a sign", () => {
  expect(Object.values(rollForward({}, {})).every((points) => Object.is(points, 0))).toBe(true);
});

test.each([
  ["no points at all", {}, { outstandingPoints: 0, breakageBp: null, redemptionBp: null, liabilityMinor: 0 }],
  [
    "a fifth ended unused",
    { issued: -1_000, available: 500, redeemed: 300, expired: 200 },
    { outstandingPoints: 500, breakageBp: 2_000, redemptionBp: 3_000, liabilityMinor: 400 },
  ],
  [
    "what went back with its order was never given",
    { issued: -1_500, available: 500, redeemed: 300, expired: 200, clawedBack: 500 },
    { outstandingPoints: 500, breakageBp: 2_000, redemptionBp: 3_000, liabilityMinor: 400 },
  ],
  [
    "more is owed by people than they have",
    { issued: -100, clawedBack: 100, redeemed: 100, debt: -100 },
    { outstandingPoints: -100, breakageBp: null, redemptionBp: null, liabilityMinor: 0 },
  ],
])("what outstanding points cost: %s", (_name, sums, expected) => {
  expect(liabilityOf(sums, 100)).toEqual(expected);
});
