import { expect, test } from "vitest";

import { type Comparison, OPERATORS } from "../condition";
import type { FactInfo, FactType } from "../schema";

import { asGroup, comparisonFor, operandKindOf, operatorsOf, withOperator, withPart } from "./edit";
import { findProblems } from "./problems";

const info = (type: FactType): FactInfo => ({
  key: "test.fact",
  textNamespace: "test",
  type,
  parameters: [{ name: "days", kind: "days", min: 0, default: 30 }],
  choices: [],
  names: null,
  history: "exact",
  naming: null,
});
const comparison = (over: Partial<Comparison>): Comparison => ({ ...comparisonFor(info("number")), ...over });

test("a new comparison has an operator of its type, the defaults of its parameters and nothing to compare with", () => {
  for (const type of Object.keys(OPERATORS) as FactType[]) {
    const made = comparisonFor(info(type));
    expect(operatorsOf(type)).toContain(made.operator);
    expect(made).toMatchObject({ parameters: { days: 30 }, operand: null });
    const wrong = findProblems(made, () => info(type)).map(({ place }) => place);
    expect(wrong).toEqual(operandKindOf(made.operator) === "none" ? [] : ["operand"]);
  }
});

test.each<[string, Partial<Comparison>, Comparison["operator"], Comparison["operand"]]>([
  ["stays where the kind is the same", { operator: "at-least", operand: 3 }, "less-than", 3],
  ["goes where none is needed", { operator: "at-least", operand: 3 }, "known", null],
  ["goes where a pair is needed", { operator: "at-least", operand: 3 }, "between", null],
  [
    "goes where a day is needed, not a number of days",
    { operator: "within-days", operand: 3 },
    "before",
    null,
  ],
  ["becomes the first of several", { operator: "has", operand: "vip" }, "has-any", ["vip"]],
  ["becomes one of several", { operator: "one-of", operand: ["PL", "DE"] }, "is-not", "PL"],
  ["is none of no several", { operator: "one-of", operand: [] }, "is", null],
])("with another operator, what it is compared with %s", (_what, over, operator, operand) => {
  expect(withOperator(comparison(over), operator)).toMatchObject({ operator, operand });
});

test("a single comparison is all of itself", () => {
  const one = comparison({});
  expect(asGroup(one)).toEqual({ kind: "all", of: [one] });
  expect(asGroup({ kind: "none", of: [one] })).toEqual({ kind: "none", of: [one] });
});

test("a part is replaced and taken out where it is", () => {
  const [a, b, c] = ["a", "b", "c"].map((fact) => comparison({ fact }));
  if (!a || !b || !c) throw new Error("three comparisons");
  expect(withPart({ kind: "any", of: [a, b] }, 1, c)).toEqual({ kind: "any", of: [a, c] });
  expect(withPart({ kind: "any", of: [a, b] }, 0, null)).toEqual({ kind: "any", of: [b] });
});
