import { useTranslation } from "react-i18next";

import { useFormatInstant } from "~/ui/DateTime";

import type { CampaignProblem } from "../schema";

/** Problems that are told differently in a field: `<field>-<code>`. */
const OF_FIELD: ReadonlySet<string> = new Set([
  "name-blank",
  "premiere-title-blank",
  "premiere-sharedCode-blank",
]);

/** What is wrong with a campaign, in a sentence: the value, the place, and how to mend it. */
export function useProblemWords(): (problem: CampaignProblem) => string {
  const { t } = useTranslation("campaigns");
  const instant = useFormatInstant();
  return ({ field, code, params = {} }) => {
    const { at, topic, language, problem } = params;
    const own = `${field.replaceAll(".", "-")}-${code}`;
    return t(`problems.${OF_FIELD.has(own) ? own : code}`, {
      ...params,
      ...(typeof at === "string" ? { at: instant(at) } : {}),
      ...(typeof topic === "string" ? { topic: t(`templates:topic.${topic}`) } : {}),
      ...(typeof language === "string" ? { language: t(`message.language.${language}`) } : {}),
      ...(typeof problem === "string" ? { problem: t(`templates:problem.${problem}.title`, params) } : {}),
    });
  };
}
