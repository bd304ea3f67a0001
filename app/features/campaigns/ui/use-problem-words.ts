import { useTranslation } from "react-i18next";

import { useFormatInstant } from "~/ui/DateTime";

import type { CampaignProblem } from "../schema";

/** What is wrong with a campaign, in a sentence: the value, the place, and how to mend it. */
export function useProblemWords(): (problem: CampaignProblem) => string {
  const { t } = useTranslation("campaigns");
  const instant = useFormatInstant();
  return ({ field, code, params = {} }) => {
    const at = typeof params.at === "string" ? instant(params.at) : "";
    const values = { ...params, at };
    const general = t(`problems.${code}`, values);
    return t(`problems.${field.replaceAll(".", "-")}-${code}`, { ...values, defaultValue: general });
  };
}
