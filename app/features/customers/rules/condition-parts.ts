import type { Condition } from "~/engine/facts/condition";
import { withPart } from "~/engine/facts/rules/edit";

/** What a condition can be taken apart into, each to be taken away on its own: the parts that must all be true. */
export function partsOf(condition: Condition | null): readonly Condition[] {
  if (!condition) return [];
  return condition.kind === "all" ? condition.of : [condition];
}

/** What is left of a condition without one of `partsOf` it; null: nothing. */
export function withoutPart(condition: Condition | null, index: number): Condition | null {
  if (condition?.kind !== "all") return null;
  const rest = withPart(condition, index, null);
  return rest.of.length === 0 ? null : rest;
}
