import type { Comparison, Condition } from "./condition";
import { type Moment, passes, valueTestOf } from "./rules/value-test";
import type { AskedFact, FactParameters, FactValue } from "./schema";

/** What is known of one person. */
export type ValueOf = (asked: AskedFact) => FactValue;

/**
 * Whether a condition holds of a person.
 *
 * All of nothing holds, any of nothing does not, none of nothing holds. A comparison with a value that is not known does
 * not hold, whatever it compares; only `unknown` does.
 */
export function holds(condition: Condition, valueOf: ValueOf, moment: Moment): boolean {
  switch (condition.kind) {
    case "all":
      return condition.of.every((part) => holds(part, valueOf, moment));
    case "any":
      return condition.of.some((part) => holds(part, valueOf, moment));
    case "none":
      return !condition.of.some((part) => holds(part, valueOf, moment));
    case "fact":
      return passes(valueTestOf(condition, moment), valueOf(condition));
  }
}

/** The comparisons of a condition, from left to right. */
export function comparisonsIn(condition: Condition): Comparison[] {
  return condition.kind === "fact" ? [condition] : condition.of.flatMap(comparisonsIn);
}

/** The facts a condition asks for, each with its parameters once: what has to be loaded to tell whether it holds. */
export function factsIn(condition: Condition): AskedFact[] {
  const asked = comparisonsIn(condition).map(({ fact, parameters }) => ({ fact, parameters }));
  return [...new Map(asked.map((one) => [factKeyOf(one), one])).values()];
}

/** The same for the same fact with the same parameters, in whatever order they are written. */
export function factKeyOf({ fact, parameters }: AskedFact): string {
  return JSON.stringify([fact, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The parameters with the defaults of those that are not given; others than the fact has are left out. */
export function completeParameters(
  known: readonly { name: string; default: number | string }[],
  given: FactParameters,
): FactParameters {
  return Object.fromEntries(known.map(({ name, default: value }) => [name, given[name] ?? value]));
}
