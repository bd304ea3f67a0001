import { useTranslation } from "react-i18next";

import type { FieldName, TaskAnswer } from "../asked/schema";

/** What is wrong with a field, in words, ready to be spread onto it; nothing when it is right. */
export function useProblemText(answer: TaskAnswer | undefined): (field: FieldName) => { error?: string } {
  const { t } = useTranslation("tasks");
  const problems = answer?.outcome === "invalid" ? answer.problems : [];
  return (field) => {
    const code = problems.find((problem) => problem.field === field)?.code;
    return code === undefined ? {} : { error: t(`problems.${code}`) };
  };
}
