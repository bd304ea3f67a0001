import type { TFunction } from "i18next";

import type { HistoryCoverage } from "~/kit/coverage";

import type { Format } from "./use-format";

/** How far back the numbers can know anything, in words: since when, why, and what is missing further back. */
export function describeCoverage(
  { kind, sinceOn, gaps, leftOutCount }: HistoryCoverage,
  { t, format }: { t: TFunction; format: Pick<Format, "day"> },
): string {
  const since = sinceOn === null ? "" : format.day(sinceOn);
  return [
    t(`ui:coverage.${kind}`, { since }),
    ...gaps.map(({ fromOn, toOn }) =>
      t("ui:coverage.gap", { from: format.day(fromOn), to: format.day(toOn) }),
    ),
    ...(leftOutCount > 0 ? [t("ui:coverage.leftOut", { count: leftOutCount })] : []),
  ].join("; ");
}
