import { BlockStack, InlineError } from "@shopify/polaris";
import { useMemo, useState } from "react";

import type { Condition } from "../condition";
import { asGroup } from "../rules/edit";
import type { ConditionProblem, FactInfo, NamedValue } from "../schema";

import { describeProblems, EditorProvider, type SearchValues } from "./editor-context";
import { GroupEditor } from "./GroupEditor";
import { useConditionWording } from "./use-condition-wording";
import { searchFactValues } from "./search-fact-values";

/**
 * Edits a condition: groups within groups, each comparison with what it looks at, how, and with what. It keeps nothing of
 * the condition itself: every change is told by `onChange`.
 *
 * @param problems What `findProblems` says of `value`; each is shown where it is.
 * @param names What values of the condition are called that only the shop can name, such as products.
 */
export function ConditionEditor({
  value,
  onChange,
  facts,
  problems = [],
  names = [],
  currencyCode,
  searchValues = searchFactValues,
}: {
  value: Condition;
  onChange: (value: Condition) => void;
  facts: readonly FactInfo[];
  problems?: readonly ConditionProblem[];
  names?: readonly NamedValue[];
  currencyCode: string;
  searchValues?: SearchValues;
}) {
  const [picked, setPicked] = useState<readonly NamedValue[]>([]);
  const known = useMemo(() => [...names, ...picked], [names, picked]);
  const wording = useConditionWording({ facts, names: known, currencyCode });
  const editor = useMemo(
    () => ({
      facts,
      wording,
      currencyCode,
      searchValues,
      remember: (one: NamedValue) => setPicked((before) => [...before, one]),
      problemAt: describeProblems(problems, wording),
    }),
    [facts, wording, currencyCode, searchValues, problems],
  );
  const group = asGroup(value);
  const isOnlyOne = value.kind === "fact";
  const whole = isOnlyOne ? undefined : editor.problemAt("");
  return (
    <EditorProvider value={editor}>
      <BlockStack gap="200">
        <GroupEditor group={group} place="" isOnlyOne={isOnlyOne} depth={1} onChange={onChange} />
        {whole ? <InlineError message={whole} fieldID="condition" /> : null}
      </BlockStack>
    </EditorProvider>
  );
}
