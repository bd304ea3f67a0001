import type { TFunction } from "i18next";

import type { Format } from "~/ui/use-format";

import type { VisitsData } from "../../traffic/schema";

export type Tools = { t: TFunction<"browsing">; format: Format };

/** The days that are shown; today is not over. */
export function describeDays({ shownFrom, shownTo }: VisitsData, { t, format }: Tools): string {
  if (shownFrom === null) return t("visits.days.none");
  return t("visits.days.running", { from: format.day(shownFrom), to: format.day(shownTo) });
}

/** How much of what happens in the store the pixel sees. */
export function describeCoverage({ value, denominator }: VisitsData["coverage"], tools: Tools): string {
  const { t, format } = tools;
  if (value === null) return t("visits.coverage.none");
  return t("visits.coverage.some", { share: format.share(value), count: denominator ?? 0 });
}
