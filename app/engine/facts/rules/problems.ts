import { type Comparison, type Condition, MOST_COMPARISONS, MOST_DEPTH, OPERATORS } from "../condition";
import type { ConditionProblem, FactInfo, FactParameter, FactType } from "../schema";

import { isDay } from "./value-test";

/** What a browser knows of a fact suffices. */
export type KnownFact = Pick<FactInfo, "type" | "choices" | "parameters">;

/** Furthest days from today a condition may name. */
export const MOST_DAYS = 3650;

/**
 * What is wrong with a condition, each mistake with its place; nothing when it can be asked.
 *
 * An "any" of nothing is a mistake too: it never holds, and nobody means that.
 */
export function findProblems(
  condition: Condition,
  findFact: (key: string) => KnownFact | null,
): ConditionProblem[] {
  const problems: ConditionProblem[] = [];
  let comparisons = 0;

  function look(part: Condition, path: string, depth: number): void {
    if (part.kind === "fact") {
      comparisons += 1;
      problems.push(...problemsOfComparison(part, findFact).map((problem) => within(path, problem)));
    } else if (depth > MOST_DEPTH) {
      // What is further down is not looked at: it may be of any depth.
      problems.push({ place: path, code: "too-deep", params: { most: MOST_DEPTH } });
    } else if (part.of.length === 0 && part.kind === "any") {
      problems.push({ place: path, code: "empty-any" });
    } else {
      part.of.forEach((inner, index) => look(inner, joinPath(path, `of.${index}`), depth + 1));
    }
  }

  look(condition, "", 1);
  if (comparisons > MOST_COMPARISONS) {
    problems.unshift({
      place: "",
      code: "too-many",
      params: { most: MOST_COMPARISONS, count: comparisons },
    });
  }
  return problems;
}

function joinPath(path: string, part: string): string {
  return path === "" ? part : `${path}.${part}`;
}

function within(path: string, problem: ConditionProblem): ConditionProblem {
  return { ...problem, place: joinPath(path, problem.place) };
}

function problemsOfComparison(
  comparison: Comparison,
  findFact: (key: string) => KnownFact | null,
): ConditionProblem[] {
  const fact = findFact(comparison.fact);
  if (!fact) return [{ place: "fact", code: "unknown-fact", params: { fact: comparison.fact } }];
  return [...problemsOfParameters(comparison, fact), ...problemsOfOperator(comparison, fact)];
}

function problemsOfParameters({ parameters }: Comparison, fact: KnownFact): ConditionProblem[] {
  const named = new Map(fact.parameters.map((parameter) => [parameter.name, parameter]));
  const unknown = Object.keys(parameters).filter((name) => !named.has(name));
  return [
    ...unknown.map((name) => ({ place: `parameters.${name}`, code: "unknown-parameter", params: { name } })),
    ...fact.parameters.flatMap((parameter) => {
      const problem = problemOfParameter(parameter, parameters[parameter.name] ?? parameter.default);
      return problem ? [{ ...problem, place: `parameters.${parameter.name}` }] : [];
    }),
  ];
}

type Mistake = Omit<ConditionProblem, "place">;

function problemOfParameter(parameter: FactParameter, value: number | string): Mistake | null {
  if (parameter.kind === "days" || parameter.kind === "count") {
    const { min = 0, max = MOST_DAYS } = parameter;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return null;
    return { code: "whole-number-between", params: { value, min, max } };
  }
  if (typeof value !== "string" || value.trim() === "") return { code: "choose-something" };
  return null;
}

function problemsOfOperator({ operator, operand }: Comparison, fact: KnownFact): ConditionProblem[] {
  if (operator === "known" || operator === "unknown") return [];
  const operators: readonly string[] = OPERATORS[fact.type];
  if (!operators.includes(operator)) {
    return [{ place: "operator", code: "unknown-operator", params: { operator } }];
  }
  const problem = problemOfOperand({ operator, operand }, fact);
  return problem ? [{ ...problem, place: "operand" }] : [];
}

type Asked = Pick<Comparison, "operator" | "operand">;

function problemOfOperand(asked: Asked, { type, choices }: KnownFact): Mistake | null {
  switch (type) {
    case "number":
    case "money":
      return problemOfNumber(asked, type);
    case "text":
      return problemOfTexts(asked, choices);
    case "set":
      return problemOfTexts(asked, choices);
    case "instant":
    case "day":
      return problemOfTime(asked);
    case "boolean":
      return null;
  }
}

function problemOfNumber(
  { operator, operand }: Asked,
  type: Extract<FactType, "number" | "money">,
): Mistake | null {
  const numbers = numbersOf(operand, operator === "between" ? 2 : 1);
  if (!numbers) return { code: operator === "between" ? "two-numbers-needed" : "number-needed" };
  if (type === "money" && !numbers.every(Number.isSafeInteger)) return { code: "whole-minor-units-needed" };
  const [from = 0, to = from] = numbers;
  return from > to ? { code: "reversed", params: { from, to } } : null;
}

function numbersOf(operand: Comparison["operand"], count: number): number[] | null {
  const items: readonly unknown[] = count > 1 && Array.isArray(operand) ? operand : [operand];
  const numbers = items.filter((item) => typeof item === "number").filter(Number.isFinite);
  return items.length === count && numbers.length === count ? numbers : null;
}

const ONE_TEXT: readonly string[] = ["is", "is-not", "has", "has-not"];

function problemOfTexts({ operator, operand }: Asked, choices: readonly string[]): Mistake | null {
  const isOne = ONE_TEXT.includes(operator);
  if (isOne !== (typeof operand === "string")) return { code: "choose-something" };
  const items: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const texts = items.filter((item) => typeof item === "string").filter((text) => text.trim() !== "");
  if (items.length === 0 || texts.length < items.length) return { code: "choose-something" };
  const stranger = choices.length === 0 ? undefined : texts.find((text) => !choices.includes(text));
  return stranger === undefined ? null : { code: "unknown-choice", params: { value: stranger } };
}

function problemOfTime({ operator, operand }: Asked): Mistake | null {
  if (operator === "before" || operator === "after") {
    return typeof operand === "string" && isDay(operand) ? null : { code: "day-needed" };
  }
  const isFit =
    typeof operand === "number" && Number.isInteger(operand) && operand >= 0 && operand <= MOST_DAYS;
  if (isFit) return null;
  return { code: "whole-number-between", params: { value: shown(operand), min: 0, max: MOST_DAYS } };
}

function shown(operand: Comparison["operand"]): string | number {
  return typeof operand === "number" ? operand : operand === null ? "–" : String(operand);
}
