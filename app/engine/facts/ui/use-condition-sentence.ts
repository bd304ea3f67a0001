import { useMemo } from "react";

import type { Condition } from "../condition";
import { type ConditionWords, explainCondition, toOneLine } from "../rules/explain";
import type { FactInfo, NamedValue } from "../schema";

import { useConditionWording } from "./use-condition-wording";

type Known = { facts: readonly FactInfo[]; names: readonly NamedValue[]; currencyCode: string };

/** Puts conditions into words in the reader's language: in the shape they have, and in one line. */
export function useConditionSentence(known: Known): {
  explain: (condition: Condition) => ConditionWords;
  sentence: (condition: Condition) => string;
} {
  const wording = useConditionWording(known);
  return useMemo(
    () => ({
      explain: (condition) => explainCondition(condition, wording),
      sentence: (condition) => toOneLine(explainCondition(condition, wording), wording),
    }),
    [wording],
  );
}
