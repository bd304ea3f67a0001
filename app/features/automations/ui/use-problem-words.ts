import { useTranslation } from "react-i18next";

import type { FlowProblem } from "~/engine/flows/definition";

/** Settings that say themselves what they want; what is wrong with others is told by their names. */
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

/** Puts a problem of a draft into words: what is wrong, and what to do. */
export function useProblemWords(): (problem: FlowProblem) => string {
  const { t } = useTranslation();
  return ({ code, place, params, textNamespace = "flows" }) => {
    // What a schema says of a value is for programs: in English, and about types.
    if (code === "invalid-shape")
      return t(`flow-screens:problem.${place.endsWith(".delay.on") ? "date" : "incomplete"}`);
    if (code === "invalid-setting") {
      const field = String(params?.field ?? "");
      const [first = ""] = field.split(".");
      return SPOKEN.has(first)
        ? t(`flow-screens:problem.setting.${first}`)
        : t("flow-screens:problem.setting.other", { field });
    }
    return t(`${textNamespace}:problems.${code}`, params ?? {});
  };
}
