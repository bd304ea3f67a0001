import { DAY_MS } from "~/kit/duration";
import { startOfDay } from "~/kit/day-start";
import { addDays, dayIn } from "~/kit/zone";

import type { Comparison } from "../condition";
import type { FactValue } from "../schema";

/** When and where it is asked: days begin in the shop's zone. */
export type Moment = { zone: string; at: Date };

/**
 * What a comparison asks of a value, with days turned into instants. Both ways of asking, of a value at hand and by SQL,
 * read it from here, so they cannot differ in what an operator means.
 */
export type ValueTest =
  | { kind: "known" }
  | { kind: "unknown" }
  /** The operand does not fit the operator: of nobody true. */
  | { kind: "never" }
  /** Of numbers; null: no bound on this side. */
  | { kind: "range"; min: number | null; max: number | null; areBoundsInside: boolean; isNegated: boolean }
  | { kind: "texts"; texts: readonly string[]; isNegated: boolean }
  | { kind: "truth"; isTrue: boolean }
  /** From `from` on, up to but without `until`. The days say the same of a value that is a day, both inclusive. */
  | {
      kind: "time";
      from: Date | null;
      until: Date | null;
      fromDay: string | null;
      untilDay: string | null;
      isNegated: boolean;
    }
  /** At least so many of these members. */
  | { kind: "members"; members: readonly string[]; atLeast: number; isNegated: boolean };

const NEVER: ValueTest = { kind: "never" };

/** What an operator with its operand asks, at a moment. */
export function valueTestOf(
  { operator, operand }: Pick<Comparison, "operator" | "operand">,
  moment: Moment,
): ValueTest {
  switch (operator) {
    case "known":
    case "unknown":
      return { kind: operator };
    case "is-true":
    case "is-false":
      return { kind: "truth", isTrue: operator === "is-true" };
    case "equals":
    case "not-equals":
    case "at-least":
    case "more-than":
    case "at-most":
    case "less-than":
    case "between":
      return rangeOf(operator, operand);
    case "is":
    case "is-not":
      return typeof operand === "string"
        ? { kind: "texts", texts: [operand], isNegated: operator === "is-not" }
        : NEVER;
    case "one-of":
    case "none-of": {
      const texts = textsOf(operand);
      return texts ? { kind: "texts", texts, isNegated: operator === "none-of" } : NEVER;
    }
    case "within-days":
    case "not-within-days":
      return typeof operand === "number" ? lastDays(operand, operator === "not-within-days", moment) : NEVER;
    case "before":
    case "after":
      return typeof operand === "string" ? besideDay(operator, operand, moment) : NEVER;
    case "has":
    case "has-not":
    case "has-any":
    case "has-all":
      return membersOf(operator, operand);
  }
}

type Operand = Comparison["operand"];
type RangeOperator = "equals" | "not-equals" | "at-least" | "more-than" | "at-most" | "less-than" | "between";

function rangeOf(operator: RangeOperator, operand: Operand): ValueTest {
  const [min, max] = boundsOf(operator, operand);
  if (min === null && max === null) return NEVER;
  const areBoundsInside = operator !== "more-than" && operator !== "less-than";
  return { kind: "range", min, max, areBoundsInside, isNegated: operator === "not-equals" };
}

function boundsOf(operator: RangeOperator, operand: Operand): [number | null, number | null] {
  if (operator === "between") {
    if (!Array.isArray(operand)) return [null, null];
    const [min, max] = operand;
    return typeof min === "number" && typeof max === "number" ? [min, max] : [null, null];
  }
  if (typeof operand !== "number") return [null, null];
  if (operator === "at-least" || operator === "more-than") return [operand, null];
  if (operator === "at-most" || operator === "less-than") return [null, operand];
  return [operand, operand];
}

/** 24 hours each, both ends inclusive; for values that are days, today and the days before it. */
function lastDays(days: number, isNegated: boolean, { zone, at }: Moment): ValueTest {
  const today = dayIn(zone, at);
  return {
    kind: "time",
    from: new Date(at.getTime() - days * DAY_MS),
    // Instants are kept to the millisecond.
    until: new Date(at.getTime() + 1),
    fromDay: addDays(today, -Math.floor(days)),
    untilDay: today,
    isNegated,
  };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function besideDay(operator: "before" | "after", day: string, { zone }: Moment): ValueTest {
  if (!isDay(day)) return NEVER;
  const none = { from: null, until: null, fromDay: null, untilDay: null, isNegated: false };
  return operator === "before"
    ? { kind: "time", ...none, until: startOfDay(zone, day), untilDay: addDays(day, -1) }
    : { kind: "time", ...none, from: startOfDay(zone, addDays(day, 1)), fromDay: addDays(day, 1) };
}

/** Whether a text is a day of the calendar: 2026-02-29 is none. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function membersOf(operator: "has" | "has-not" | "has-any" | "has-all", operand: Operand): ValueTest {
  const isOne = operator === "has" || operator === "has-not";
  const texts = isOne && typeof operand === "string" ? [operand] : isOne ? null : textsOf(operand);
  if (!texts) return NEVER;
  // Members are lower case; people write tags as they like.
  const members = [...new Set(texts.map((text) => text.toLowerCase()))];
  const atLeast = operator === "has-all" ? members.length : 1;
  return { kind: "members", members, atLeast, isNegated: operator === "has-not" };
}

function textsOf(operand: Operand): readonly string[] | null {
  if (!Array.isArray(operand)) return null;
  const texts = (operand as readonly (string | number)[]).filter((item) => typeof item === "string");
  return texts.length === operand.length ? texts : null;
}

/** Whether a value passes. One that is not known passes `unknown` only; a set without members counts as not known there. */
export function passes(test: ValueTest, value: FactValue): boolean {
  const isKnown = Array.isArray(value) ? value.length > 0 : value !== null;
  switch (test.kind) {
    case "known":
      return isKnown;
    case "unknown":
      return !isKnown;
    case "never":
      return false;
    case "range":
      return typeof value === "number" && isInRange(test, value) !== test.isNegated;
    case "texts":
      return typeof value === "string" && test.texts.includes(value) !== test.isNegated;
    case "truth":
      return value === test.isTrue;
    case "time":
      return isTime(value) && isInTime(test, value) !== test.isNegated;
    case "members":
      return Array.isArray(value) && hasMembers(test, value as readonly string[]) !== test.isNegated;
  }
}

type TestOf<Kind extends ValueTest["kind"]> = Extract<ValueTest, { kind: Kind }>;

function isInRange({ min, max, areBoundsInside }: TestOf<"range">, value: number): boolean {
  if (min !== null && (areBoundsInside ? value < min : value <= min)) return false;
  return max === null || (areBoundsInside ? value <= max : value < max);
}

function isTime(value: FactValue): value is Date | string {
  return value instanceof Date || (typeof value === "string" && isDay(value));
}

function isInTime({ from, until, fromDay, untilDay }: TestOf<"time">, value: Date | string): boolean {
  if (typeof value === "string") {
    return (fromDay === null || value >= fromDay) && (untilDay === null || value <= untilDay);
  }
  return (from === null || value >= from) && (until === null || value < until);
}

function hasMembers({ members, atLeast }: TestOf<"members">, value: readonly string[]): boolean {
  return members.filter((member) => value.includes(member)).length >= atLeast;
}
