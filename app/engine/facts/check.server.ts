import type { Condition } from "./condition";
import { findFact } from "./registry.server";
import { findProblems } from "./rules/problems";
import { toFactInfo } from "./info.server";
import type { ConditionProblem } from "./schema";

/** What is wrong with a condition by the facts that features contributed; nothing when it can be saved. */
export function findConditionProblems(condition: Condition): ConditionProblem[] {
  return findProblems(condition, (key) => {
    const fact = findFact(key);
    return fact && toFactInfo(fact);
  });
}
