import { type Comparison, type Condition, type Operator, OPERATORS } from "../condition";
import type { FactInfo, FactType } from "../schema";

/** What is asked of the merchant beside the operator. */
export type OperandKind = "none" | "number" | "pair" | "days" | "day" | "text" | "texts";

const KINDS: Readonly<Record<Operator, OperandKind>> = {
  known: "none",
  unknown: "none",
  "is-true": "none",
  "is-false": "none",
  equals: "number",
  "not-equals": "number",
  "at-least": "number",
  "more-than": "number",
  "at-most": "number",
  "less-than": "number",
  between: "pair",
  "within-days": "days",
  "not-within-days": "days",
  before: "day",
  after: "day",
  is: "text",
  "is-not": "text",
  has: "text",
  "has-not": "text",
  "one-of": "texts",
  "none-of": "texts",
  "has-any": "texts",
  "has-all": "texts",
};

/** What an operator compares with. */
export function operandKindOf(operator: Operator): OperandKind {
  return KINDS[operator];
}

/** The operators of a type, with those every type has. */
export function operatorsOf(type: FactType): readonly Operator[] {
  return [...OPERATORS[type], "known", "unknown"];
}

const USUAL: Readonly<Record<FactType, Operator>> = {
  number: "at-least",
  money: "at-least",
  text: "is",
  boolean: "is-true",
  instant: "within-days",
  day: "within-days",
  set: "has",
};

/** A comparison to begin with: the usual operator, nothing to compare with yet. */
export function comparisonFor({ key, type, parameters }: FactInfo): Comparison {
  const given = Object.fromEntries(parameters.map(({ name, default: value }) => [name, value]));
  return { kind: "fact", fact: key, parameters: given, operator: USUAL[type], operand: null };
}

/** The comparison with another operator; what it is compared with stays as far as it fits. */
export function withOperator(comparison: Comparison, operator: Operator): Comparison {
  const { operand } = comparison;
  const before = operandKindOf(comparison.operator);
  const after = operandKindOf(operator);
  if (before === after) return { ...comparison, operator };
  if (after === "texts" && typeof operand === "string")
    return { ...comparison, operator, operand: [operand] };
  const [first] = Array.isArray(operand) ? operand : [];
  if (after === "text" && before === "texts" && typeof first === "string") {
    return { ...comparison, operator, operand: first };
  }
  return { ...comparison, operator, operand: null };
}

type Group = Extract<Condition, { of: Condition[] }>;

/** A condition as a group: a single comparison is all of itself. */
export function asGroup(condition: Condition): Group {
  return condition.kind === "fact" ? { kind: "all", of: [condition] } : condition;
}

/** The group with a part in place of another; null takes it out. */
export function withPart(group: Group, index: number, part: Condition | null): Group {
  return { ...group, of: part === null ? group.of.toSpliced(index, 1) : group.of.with(index, part) };
}
