import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type Comparison, type Condition, ConditionSchema } from "./condition";
import { completeParameters, comparisonsIn, factKeyOf, factsIn, holds } from "./rules";
import type { FactValue } from "./schema";

const ZONE = "Europe/Warsaw";
/** 1 March, 23:30 in Warsaw. */
const AT = new Date("2026-03-01T22:30:00Z");
const DAY_MS = 86_400_000;

const fact = (operator: Comparison["operator"], operand: Comparison["operand"] = null): Comparison => ({
  kind: "fact",
  fact: "test.value",
  parameters: {},
  operator,
  operand,
});
const isTrueOf = (value: FactValue, condition: Condition): boolean =>
  holds(condition, () => value, { zone: ZONE, at: AT });
const beforeNow = (ms: number) => new Date(AT.getTime() - ms);

describe("numbers and money", () => {
  test.each<[Comparison["operator"], Comparison["operand"], boolean, boolean, boolean]>([
    ["equals", 3, false, true, false],
    ["not-equals", 3, true, false, true],
    ["at-least", 3, false, true, true],
    ["more-than", 3, false, false, true],
    ["at-most", 3, true, true, false],
    ["less-than", 3, true, false, false],
    ["between", [3, 5], false, true, true],
    ["between", [1, 3], true, true, false],
    ["between", [5, 3], false, false, false],
  ])("%s %j holds of 2: %s, of 3: %s, of 4: %s", (operator, operand, ...expected) => {
    expect([2, 3, 4].map((value) => isTrueOf(value, fact(operator, operand)))).toEqual(expected);
  });

  test("an operand of another kind fits nobody", () => {
    for (const operand of ["3", null, ["3"]]) expect(isTrueOf(3, fact("equals", operand))).toBe(false);
    expect(isTrueOf(3, fact("between", 3))).toBe(false);
  });
});

describe("texts", () => {
  test.each<[Comparison["operator"], Comparison["operand"], boolean, boolean]>([
    ["is", "PL", true, false],
    ["is-not", "PL", false, true],
    ["one-of", ["PL", "CZ"], true, false],
    ["none-of", ["PL", "CZ"], false, true],
    ["one-of", [], false, false],
    ["none-of", [], true, true],
  ])("%s %j holds of PL: %s, of DE: %s", (operator, operand, ...expected) => {
    expect(["PL", "DE"].map((value) => isTrueOf(value, fact(operator, operand)))).toEqual(expected);
  });
});

test.each([
  [true, true, false],
  [false, false, true],
])("of %s is-true holds: %s, is-false: %s", (value, isTrue, isFalse) => {
  expect([isTrueOf(value, fact("is-true")), isTrueOf(value, fact("is-false"))]).toEqual([isTrue, isFalse]);
});

describe("instants", () => {
  test.each([
    ["now", beforeNow(0), true],
    ["a millisecond ahead", beforeNow(-1), false],
    ["30 days ago to the millisecond", beforeNow(30 * DAY_MS), true],
    ["a millisecond longer ago", beforeNow(30 * DAY_MS + 1), false],
  ])("within 30 days, %s: the 30 days of 24 hours before now, both ends in", (_what, value, expected) => {
    expect(isTrueOf(value, fact("within-days", 30))).toBe(expected);
    expect(isTrueOf(value, fact("not-within-days", 30))).toBe(!expected);
  });

  test("before and after a day go by the shop's midnight", () => {
    const begin = new Date("2026-02-28T23:00:00Z");
    const end = new Date("2026-03-01T23:00:00Z");
    const last = (instant: Date) => new Date(instant.getTime() - 1);
    expect(isTrueOf(last(begin), fact("before", "2026-03-01"))).toBe(true);
    expect(isTrueOf(begin, fact("before", "2026-03-01"))).toBe(false);
    expect(isTrueOf(last(end), fact("after", "2026-03-01"))).toBe(false);
    expect(isTrueOf(end, fact("after", "2026-03-01"))).toBe(true);
  });

  test("on the day the clocks go forward the day after begins an hour sooner", () => {
    const end = new Date("2026-03-29T22:00:00Z");
    expect(isTrueOf(end, fact("after", "2026-03-29"))).toBe(true);
    expect(isTrueOf(new Date(end.getTime() - 1), fact("after", "2026-03-29"))).toBe(false);
  });

  test("a day that does not exist fits nobody", () => {
    for (const day of ["2026-02-29", "2026-3-1", "soon", ""]) {
      expect(isTrueOf(AT, fact("before", day)) || isTrueOf(AT, fact("after", day))).toBe(false);
    }
  });
});

describe("days", () => {
  test.each([
    ["2026-03-02", false],
    ["2026-03-01", true],
    ["2026-02-27", true],
    ["2026-02-26", false],
  ])("%s is within 2 days of 1 March, the shop's day at half past eleven: %s", (day, expected) => {
    expect(isTrueOf(day, fact("within-days", 2))).toBe(expected);
    expect(isTrueOf(day, fact("not-within-days", 2))).toBe(!expected);
  });

  test.each([
    ["2026-02-28", true, false],
    ["2026-03-01", false, false],
    ["2026-03-02", false, true],
  ])("%s is before 1 March: %s, after it: %s", (day, before, after) => {
    expect(isTrueOf(day, fact("before", "2026-03-01"))).toBe(before);
    expect(isTrueOf(day, fact("after", "2026-03-01"))).toBe(after);
  });
});

describe("sets", () => {
  test.each<[Comparison["operator"], Comparison["operand"], boolean, boolean, boolean]>([
    ["has", "VIP", true, true, false],
    ["has-not", "vip", false, false, true],
    ["has-any", ["vip", "tea"], true, true, false],
    ["has-all", ["vip", "Tea"], true, false, false],
    ["has-any", [], false, false, false],
    ["has-all", [], true, true, true],
    ["known", null, true, true, false],
    ["unknown", null, false, false, true],
  ])("%s %j holds of vip and tea: %s, of vip: %s, of none: %s", (operator, operand, ...expected) => {
    const sets = [["vip", "tea"], ["vip"], []];
    expect(sets.map((value) => isTrueOf(value, fact(operator, operand)))).toEqual(expected);
  });
});

test("of what is not known nothing holds but unknown", () => {
  const comparisons: Comparison[] = [
    fact("equals", 0),
    fact("not-equals", 0),
    fact("is-not", "PL"),
    fact("none-of", []),
    fact("is-false"),
    fact("not-within-days", 30),
    fact("before", "2026-03-01"),
    fact("has-not", "vip"),
    fact("known"),
  ];
  for (const comparison of comparisons) expect(isTrueOf(null, comparison)).toBe(false);
  expect(isTrueOf(null, fact("unknown"))).toBe(true);
  expect(isTrueOf(0, fact("unknown"))).toBe(false);
});

test("an operator of another type holds of nobody", () => {
  expect(isTrueOf(3, fact("is", "3"))).toBe(false);
  expect(isTrueOf("3", fact("equals", 3))).toBe(false);
  expect(isTrueOf("PL", fact("has", "PL"))).toBe(false);
  expect(isTrueOf("PL", fact("after", "2026-03-01"))).toBe(false);
});

describe("groups", () => {
  const yes = fact("known");
  const no = fact("unknown");
  const group = (kind: "all" | "any" | "none", ...of: Condition[]): Condition => ({ kind, of });

  test.each([
    ["all", [], true],
    ["any", [], false],
    ["none", [], true],
    ["all", [yes, yes], true],
    ["all", [yes, no], false],
    ["any", [no, yes], true],
    ["any", [no, no], false],
    ["none", [no, no], true],
    ["none", [no, yes], false],
  ] as const)("%s of %j is %s", (kind, of, expected) => {
    expect(isTrueOf(1, group(kind, ...of))).toBe(expected);
  });

  test("stand within groups", () => {
    const nested = group(
      "all",
      yes,
      group("any", no, group("none", no)),
      group("none", group("all", yes, no)),
    );
    expect(isTrueOf(1, nested)).toBe(true);
  });

  test("none is the contrary of any, whatever is known", () => {
    const value = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 3 }));
    const one = fc.constantFrom(fact("at-least", 2), fact("unknown"), fact("not-equals", 1));
    fc.assert(
      fc.property(value, fc.array(one, { maxLength: 4 }), (known, of) => {
        expect(isTrueOf(known, group("none", ...of))).toBe(!isTrueOf(known, group("any", ...of)));
      }),
    );
  });
});

describe("what a condition asks for", () => {
  const orders = (days: number): Comparison => ({
    ...fact("at-least", 1),
    fact: "orders.count",
    parameters: { days },
  });

  test("is each fact once, with its parameters", () => {
    const condition: Condition = {
      kind: "all",
      of: [orders(30), { kind: "none", of: [orders(30), orders(7)] }, fact("known")],
    };
    expect(factsIn(condition)).toEqual([
      { fact: "orders.count", parameters: { days: 30 } },
      { fact: "orders.count", parameters: { days: 7 } },
      { fact: "test.value", parameters: {} },
    ]);
    expect(comparisonsIn(condition)).toHaveLength(4);
  });

  test("has the same key in whatever order parameters are written", () => {
    const one = factKeyOf({ fact: "f", parameters: { a: 1, b: "2" } });
    expect(factKeyOf({ fact: "f", parameters: { b: "2", a: 1 } })).toBe(one);
    expect(factKeyOf({ fact: "f", parameters: { a: 1, b: 2 } })).not.toBe(one);
  });

  test("has the defaults of what is not given, and nothing else", () => {
    expect(completeParameters([{ name: "days", default: 0 }], {})).toEqual({ days: 0 });
    expect(completeParameters([{ name: "days", default: 0 }], { days: 7, other: 1 })).toEqual({ days: 7 });
  });

  test("survives being stored", () => {
    const stored: unknown = JSON.parse(
      JSON.stringify({ kind: "all", of: [orders(30), fact("between", [1, 2])] }),
    );
    expect(ConditionSchema.parse(stored)).toEqual(stored);
  });
});
