import { DAY_MS } from "~/kit/duration";
import { startOfDay } from "~/kit/day-start";
import { addDays, dayIn } from "~/kit/zone";

import type { Comparison, Operator } from "../condition";
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

type Operand = Comparison["operand"];
type Reading = (operand: Operand, moment: Moment) => ValueTest;

const READINGS: Readonly<Record<Operator, Reading>> = {
  known: () => ({ kind: "known" }),
  unknown: () => ({ kind: "unknown" }),
  "is-true": () => ({ kind: "truth", isTrue: true }),
  "is-false": () => ({ kind: "truth", isTrue: false }),
  equals: (operand) => rangeOf({ min: operand, max: operand }),
  "not-equals": (operand) => rangeOf({ min: operand, max: operand, isNegated: true }),
  "at-least": (operand) => rangeOf({ min: operand }),
  "more-than": (operand) => rangeOf({ min: operand, areBoundsInside: false }),
  "at-most": (operand) => rangeOf({ max: operand }),
  "less-than": (operand) => rangeOf({ max: operand, areBoundsInside: false }),
  between: (operand) => (Array.isArray(operand) ? rangeOf({ min: operand[0], max: operand[1] }) : NEVER),
  is: (operand) => textsTest([operand], false),
  "is-not": (operand) => textsTest([operand], true),
  "one-of": (operand) => textsTest(operand, false),
  "none-of": (operand) => textsTest(operand, true),
  "within-days": (operand, moment) => lastDays(operand, false, moment),
  "not-within-days": (operand, moment) => lastDays(operand, true, moment),
  before: (operand, moment) => besideDay("before", operand, moment),
  after: (operand, moment) => besideDay("after", operand, moment),
  has: (operand) => membersTest([operand]),
  "has-not": (operand) => membersTest([operand], { isNegated: true }),
  "has-any": (operand) => membersTest(operand),
  "has-all": (operand) => membersTest(operand, { areAllNeeded: true }),
};

/** What an operator with its operand asks, at a moment. */
export function valueTestOf(
  { operator, operand }: Pick<Comparison, "operator" | "operand">,
  moment: Moment,
): ValueTest {
  return READINGS[operator](operand, moment);
}

type Bounds = { min?: unknown; max?: unknown; areBoundsInside?: boolean; isNegated?: boolean };

/** Every bound that is given must be a number. */
function rangeOf({ areBoundsInside = true, isNegated = false, ...bounds }: Bounds): ValueTest {
  if (Object.values(bounds).some((bound) => typeof bound !== "number")) return NEVER;
  const { min = null, max = null } = bounds as { min?: number; max?: number };
  return { kind: "range", min, max, areBoundsInside, isNegated };
}

function textsTest(operand: unknown, isNegated: boolean): ValueTest {
  const texts = textsOf(operand);
  return texts ? { kind: "texts", texts, isNegated } : NEVER;
}

/** 24 hours each, both ends inclusive; for values that are days, today and the days before it. */
function lastDays(days: Operand, isNegated: boolean, { zone, at }: Moment): ValueTest {
  if (typeof days !== "number") return NEVER;
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

function besideDay(operator: "before" | "after", day: Operand, { zone }: Moment): ValueTest {
  if (typeof day !== "string" || !isDay(day)) return NEVER;
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

function membersTest(
  operand: unknown,
  { areAllNeeded = false, isNegated = false }: { areAllNeeded?: boolean; isNegated?: boolean } = {},
): ValueTest {
  const texts = textsOf(operand);
  if (!texts) return NEVER;
  // Members are lower case; people write tags as they like.
  const members = [...new Set(texts.map((text) => text.toLowerCase()))];
  return { kind: "members", members, atLeast: areAllNeeded ? members.length : 1, isNegated };
}

function textsOf(operand: unknown): readonly string[] | null {
  if (!Array.isArray(operand)) return null;
  const texts = operand.filter((item) => typeof item === "string");
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
    case "truth":
      return value === test.isTrue;
    case "range":
    case "texts":
    case "time":
    case "members": {
      const isInside = isInsideOf(test, value);
      return isInside !== null && isInside !== test.isNegated;
    }
  }
}

/** Null: the value is of another type than is asked for. */
function isInsideOf(test: TestOf<"range" | "texts" | "time" | "members">, value: FactValue): boolean | null {
  switch (test.kind) {
    case "range":
      return typeof value === "number" ? isInRange(test, value) : null;
    case "texts":
      return typeof value === "string" ? test.texts.includes(value) : null;
    case "time":
      return isTime(value) ? isInTime(test, value) : null;
    case "members":
      return Array.isArray(value) ? hasMembers(test, value as readonly string[]) : null;
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
