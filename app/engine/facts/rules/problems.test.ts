import { describe, expect, test } from "vitest";

import { type Comparison, type Condition, MOST_COMPARISONS, MOST_DEPTH } from "../condition";

import { findProblems, type KnownFact } from "./problems";

const known = (type: KnownFact["type"], over: Partial<KnownFact> = {}): KnownFact => ({
  type,
  choices: [],
  parameters: [],
  ...over,
});
const FACTS: Readonly<Record<string, KnownFact>> = {
  number: known("number", {
    parameters: [{ name: "days", kind: "days", min: 0, max: 365, default: 0 }],
  }),
  money: known("money"),
  text: known("text"),
  choice: known("text", { choices: ["subscribed", "pending"] }),
  boolean: known("boolean"),
  instant: known("instant"),
  day: known("day"),
  set: known("set"),
  product: known("number", { parameters: [{ name: "product", kind: "product", default: "" }] }),
};
const problemsOf = (condition: Condition) => findProblems(condition, (key) => FACTS[key] ?? null);
const codeOf = (condition: Condition) => problemsOf(condition).map(({ place, code }) => `${place}:${code}`);

const fact = (
  name: string,
  operator: Comparison["operator"],
  operand: Comparison["operand"] = null,
  parameters: Comparison["parameters"] = {},
): Comparison => ({ kind: "fact", fact: name, parameters, operator, operand });

test.each<[Comparison]>([
  [fact("number", "at-least", 3, { days: 30 })],
  [fact("number", "between", [3, 3])],
  [fact("money", "more-than", 12_345)],
  [fact("text", "one-of", ["PL"])],
  [fact("choice", "is", "pending")],
  [fact("boolean", "is-false")],
  [fact("instant", "within-days", 0)],
  [fact("instant", "not-within-days", 3650)],
  [fact("day", "after", "2028-02-29")],
  [fact("set", "has-all", ["vip"])],
  [fact("set", "unknown")],
  [fact("product", "at-least", 1, { product: "s1_501" })],
])("nothing is wrong with %j", (comparison) => {
  expect(problemsOf(comparison)).toEqual([]);
});

test.each<[string, Comparison]>([
  ["fact:unknown-fact", fact("gone.fact", "equals", 1)],
  ["operator:unknown-operator", fact("text", "at-least", 1)],
  ["operand:number-needed", fact("number", "at-least")],
  ["operand:number-needed", fact("number", "at-least", "3")],
  ["operand:two-numbers-needed", fact("number", "between", 3)],
  ["operand:reversed", fact("number", "between", [4, 3])],
  ["operand:whole-minor-units-needed", fact("money", "at-least", 0.5)],
  ["operand:choose-something", fact("text", "is", " ")],
  ["operand:choose-something", fact("text", "is", ["PL"])],
  ["operand:choose-something", fact("text", "one-of", [])],
  ["operand:choose-something", fact("set", "has")],
  ["operand:unknown-choice", fact("choice", "one-of", ["pending", "asleep"])],
  ["operand:whole-number-between", fact("instant", "within-days", -1)],
  ["operand:whole-number-between", fact("instant", "within-days", 3651)],
  ["operand:whole-number-between", fact("instant", "within-days", 1.5)],
  ["operand:day-needed", fact("instant", "before", "2026-02-29")],
  ["parameters.days:whole-number-between", fact("number", "at-least", 1, { days: -1 })],
  ["parameters.days:whole-number-between", fact("number", "at-least", 1, { days: 366 })],
  ["parameters.days:whole-number-between", fact("number", "at-least", 1, { days: "30" })],
  ["parameters.weeks:unknown-parameter", fact("number", "at-least", 1, { weeks: 1 })],
  ["parameters.product:choose-something", fact("product", "at-least", 1)],
])("%s of %j", (expected, comparison) => {
  expect(codeOf(comparison)).toEqual([expected]);
});

test("a message can name the value and the allowed range", () => {
  expect(problemsOf(fact("number", "at-least", 1, { days: 366 }))[0]?.params).toEqual({
    value: 366,
    min: 0,
    max: 365,
  });
});

test("a mistake within groups has its place", () => {
  const condition: Condition = {
    kind: "all",
    of: [fact("boolean", "is-true"), { kind: "none", of: [fact("gone", "known"), { kind: "any", of: [] }] }],
  };
  expect(codeOf(condition)).toEqual(["of.1.of.0.fact:unknown-fact", "of.1.of.1:empty-any"]);
});

describe("the size", () => {
  const nested = (depth: number): Condition =>
    depth === 0 ? fact("boolean", "is-true") : { kind: "all", of: [nested(depth - 1)] };

  test("of as many groups within groups as allowed is fine, one more is not", () => {
    expect(problemsOf(nested(MOST_DEPTH))).toEqual([]);
    const [problem] = problemsOf(nested(MOST_DEPTH + 1));
    expect(problem).toMatchObject({ code: "too-deep", params: { most: MOST_DEPTH } });
    expect(problem?.place.split(".of").length).toBe(MOST_DEPTH);
  });

  test("of any depth is looked at without end", () => {
    let condition: Condition = { kind: "any", of: [] };
    for (let depth = 0; depth < 50_000; depth++) condition = { kind: "all", of: [condition] };
    expect(problemsOf(condition)).toHaveLength(1);
  });

  test("of as many comparisons as allowed is fine, one more is not", () => {
    const many = (count: number): Condition => ({
      kind: "all",
      of: Array.from({ length: count }, () => fact("boolean", "is-true")),
    });
    expect(problemsOf(many(MOST_COMPARISONS))).toEqual([]);
    expect(problemsOf(many(MOST_COMPARISONS + 1))).toEqual([
      { place: "", code: "too-many", params: { most: MOST_COMPARISONS, count: MOST_COMPARISONS + 1 } },
    ]);
  });
});
