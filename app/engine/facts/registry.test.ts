import { Prisma } from "~/generated/prisma/client";
import { beforeEach, expect, test } from "vitest";

import { findConditionProblems } from "./check.server";
import type { FactDefinition } from "./fact";
import { completeFact, findFact, getFact, listFacts, registerFacts } from "./registry.server";

const fact = (key: string, over: Partial<FactDefinition> = {}): FactDefinition => ({
  key,
  textNamespace: "test",
  type: "number",
  isHistorical: true,
  whenAbsent: 0,
  rows: () => Prisma.sql`SELECT 1`,
  ...over,
});

beforeEach(() =>
  registerFacts([
    fact("a.one", { parameters: [{ name: "days", kind: "days", min: 0, default: 7 }] }),
    fact("a.two"),
  ]),
);

test("facts are listed in the order they came", () => {
  expect(listFacts().map(({ key }) => key)).toEqual(["a.one", "a.two"]);
});

test("a fact is found by its key; what nobody contributed is an error that names what there is", () => {
  expect(getFact("a.two").key).toBe("a.two");
  expect(findFact("a.three")).toBeNull();
  expect(() => getFact("a.three")).toThrow(`no fact has the key "a.three"; there are: a.one, a.two`);
});

test("two facts with one key are an error", () => {
  expect(() => registerFacts([fact("a.one"), fact("a.one")])).toThrow(`two facts have the key "a.one"`);
});

test("a set is empty where nothing is known", () => {
  expect(() => registerFacts([fact("a.set", { type: "set", whenAbsent: null })])).toThrow(
    "whenAbsent must be []",
  );
  expect(() => registerFacts([fact("a.set", { type: "set", whenAbsent: [] })])).not.toThrow();
});

test("a fact that is asked for has all its parameters", () => {
  expect(completeFact({ fact: "a.one", parameters: {} }).asked.parameters).toEqual({ days: 7 });
  expect(completeFact({ fact: "a.one", parameters: { days: 3 } }).asked.parameters).toEqual({ days: 3 });
});

test("a condition is checked against what was contributed", () => {
  const comparison = {
    kind: "fact",
    fact: "a.one",
    parameters: {},
    operator: "at-least",
    operand: 1,
  } as const;
  expect(findConditionProblems(comparison)).toEqual([]);
  expect(findConditionProblems({ ...comparison, fact: "a.three" })).toEqual([
    { place: "fact", code: "unknown-fact", params: { fact: "a.three" } },
  ]);
});
