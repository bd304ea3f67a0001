import { expect, test } from "vitest";

import type { Condition } from "~/engine/facts/condition";

import { partsOf, withoutPart } from "./condition-parts";

const one: Condition = {
  kind: "fact",
  fact: "orders.count",
  parameters: {},
  operator: "known",
  operand: null,
};
const other: Condition = { kind: "any", of: [one, one] };

test("what must all be true comes apart, and loses one part at a time", () => {
  const both: Condition = { kind: "all", of: [one, other] };
  expect(partsOf(both)).toEqual([one, other]);
  expect(withoutPart(both, 0)).toEqual({ kind: "all", of: [other] });
  expect(withoutPart({ kind: "all", of: [other] }, 0)).toBeNull();
});

test.each<Condition>([one, other, { kind: "none", of: [one, one] }])(
  "a comparison, and what holds by any or none of its parts, stays in one piece: %j",
  (condition) => {
    expect(partsOf(condition)).toEqual([condition]);
    expect(withoutPart(condition, 0)).toBeNull();
  },
);

test("of nothing there are no parts", () => {
  expect(partsOf(null)).toEqual([]);
});
