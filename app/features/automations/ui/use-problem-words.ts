import { useTranslation } from "react-i18next";

import type { FlowProblem } from "~/engine/flows/definition";

import type { Materials } from "../flow-screens/schema";

/** Settings with a form of their own here: each says what it wants. */
const SPOKEN = new Set([
  "events",
  "fact",
  "offsetDays",
  "time",
  "condition",
  "weekday",
  "dayOfMonth",
  "templateKey",
  "usefulHours",
  "offer",
  "tag",
  "url",
  "flowId",
]);

/**
 * Puts a problem of a draft into words: what is wrong, and what to do.
 *
 * @param parts What contributed fields are looked up in; without it they are told of by their names.
 */
export function useProblemWords(
  parts: Pick<Materials, "triggers" | "actions"> = { triggers: [], actions: [] },
): (problem: FlowProblem) => string {
  const { t } = useTranslation();
  const labelOf = (part: unknown, field: string): string => {
    for (const of of ["triggers", "actions"] as const) {
      const item = parts[of].find(({ key }) => key === part);
      if (item?.fields.some(({ name }) => name === field))
        return t(`${item.textNamespace}:${of}.${item.key}.fields.${field}.label`);
    }
    return field;
  };
  return ({ code, place, params, textNamespace = "flows" }) => {
    // What a schema says of a value is for programs: in English, and about types.
    if (code === "invalid-shape")
      return t(`flow-screens:problem.${place.endsWith(".delay.on") ? "date" : "incomplete"}`);
    if (code === "invalid-setting") {
      const field = String(params?.field ?? "");
      const [first = ""] = field.split(".");
      return SPOKEN.has(first)
        ? t(`flow-screens:problem.setting.${first}`)
        : t("flow-screens:problem.setting.other", { field: labelOf(params?.part, first) });
    }
    return t(`${textNamespace}:problems.${code}`, params ?? {});
  };
}
