import { useTranslation } from "react-i18next";

import { writeTypedAmount, writeTypedNumber } from "~/kit/typed-amount";
import { useLocale } from "~/ui/locale-context";

import { BP_PER_PERCENT, BP_PER_TIME } from "../form/schema";
import type { SettingsProblem } from "../settings/rules";

import type { ProgrammeFormState } from "./use-programme-form";

const RANGE_CODES = ["not-a-number", "not-whole", "out-of-range"];
const AMOUNTS = ["perMinor", "valueMinor", "valuePerStepMinor", "minimumMinor", "hundredPointsMinor"];

/** What is wrong with a field, in words, ready to be spread onto it; nothing when it is right. */
export function useProblemText({
  problems,
  currencyCode,
}: Pick<ProgrammeFormState, "problems" | "currencyCode">): (path: string) => { error?: string } {
  const describe = useDescribeProblem(currencyCode);
  return (path) => {
    const problem = problems.find((one) => one.path === path);
    return problem ? { error: describe(problem) } : {};
  };
}

function useDescribeProblem(currencyCode: string): (problem: SettingsProblem) => string {
  const { t } = useTranslation("loyalty-screens");
  const locale = useLocale();
  return ({ path, code, params }) => {
    const { min, max } = params;
    const field = path.split(".").at(-1) ?? "";
    if (RANGE_CODES.includes(code) && typeof min === "number" && typeof max === "number") {
      const { unit, shown } = unitOf(field, currencyCode, locale);
      return t(`problem.${unit}`, { min: shown(min), max: shown(max) });
    }
    if (code === "missing" && field === "productGid") return t("problem.no-product");
    if ((code === "not-a-number" && params.value === undefined) || params.value === "")
      return t("problem.needed");
    return t([`loyalty:problems.${code}`, "loyalty:problems.unreadable"], params);
  };
}

/** Of what a field speaks: its limits are told in what is typed there. */
function unitOf(
  field: string,
  currencyCode: string,
  locale: string,
): { unit: "amount" | "factor" | "percent" | "whole"; shown: (limit: number) => string } {
  if (AMOUNTS.includes(field))
    return {
      unit: "amount",
      shown: (limit) => `${writeTypedAmount(limit, currencyCode, locale)} ${currencyCode}`,
    };
  if (field === "factorBp")
    return { unit: "factor", shown: (limit) => writeTypedNumber(limit / BP_PER_TIME, locale) };
  if (field === "percentBp")
    return { unit: "percent", shown: (limit) => writeTypedNumber(limit / BP_PER_PERCENT, locale) };
  return { unit: "whole", shown: String };
}
