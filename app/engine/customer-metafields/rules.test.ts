import { expect, test } from "vitest";

import { customersAtOnce, differenceOf, isRight } from "./rules";

test("what differs is set, what should not be there is removed, what is right is left alone", () => {
  const desired = { a: "1", b: "2", c: "3" };
  expect(differenceOf(desired, { a: "1", b: "0", d: "4" })).toEqual({ set: ["b", "c"], remove: ["d"] });
  expect(isRight(desired, { ...desired })).toBe(true);
  expect(isRight({}, { d: "4" })).toBe(false);
});

test.each([
  [0, 25],
  [1, 25],
  [2, 12],
  [3, 8],
  [25, 1],
  [26, 1],
])("with %i metafields each, %i customers fit a call", (keys, customers) => {
  expect(customersAtOnce(keys)).toBe(customers);
});
