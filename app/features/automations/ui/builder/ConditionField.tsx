import type { Condition } from "~/engine/facts/condition";
import { ConditionEditor } from "~/engine/facts/ui/ConditionEditor";

import { conditionProblemsAt } from "../../rules/problem-place";
import { useBuilder } from "./builder-context";

/** A condition of the flow, with what is wrong with it where it is. */
export function ConditionField({
  value,
  place,
  onChange,
}: {
  value: Condition;
  /** Of the condition in the flow, as problems name it. */
  place: string;
  onChange: (condition: Condition) => void;
}) {
  const { materials, problems } = useBuilder();
  return (
    <ConditionEditor
      value={value}
      onChange={onChange}
      facts={materials.facts}
      names={materials.names}
      currencyCode={materials.currencyCode}
      problems={conditionProblemsAt(problems, place)}
    />
  );
}
