import { Badge, InlineGrid } from "@shopify/polaris";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { describeCoverage } from "~/ui/coverage";
import type { ExplanationRow } from "~/ui/Explanation";
import { MetricCard, type MetricComparison } from "~/ui/MetricCard";
import { type Format, useFormat } from "~/ui/use-format";

import { changeSince } from "../rules/metrics";
import { winbackTo } from "../rules/drill";
import type { Coverage, Figure, MetricReading, MetricUnit, WindowView } from "../schema";

export type ReadingsContext = {
  window: WindowView;
  coverage: Coverage;
  currencyCode: string;
  asOf: string;
};

/** A grid of numbers, each with its comparison, its list and its explanation. */
export function MetricReadings({
  readings,
  ...context
}: ReadingsContext & { readings: readonly MetricReading[] }) {
  const { t } = useTranslation("retention");
  const format = useFormat();
  return (
    <InlineGrid columns={{ xs: 2, lg: 4 }} gap={{ xs: "300", sm: "400" }}>
      {readings.map((reading) => {
        const title = t(`metric.${reading.metric}`);
        return (
          <MetricCard
            key={reading.metric}
            title={title}
            value={writeValue(reading.figure.value, reading.unit, { format, ...context })}
            {...(reading.figure.value === null ? {} : { url: reading.drillTo })}
            comparison={compare(reading, { t, format, ...context })}
            badge={
              context.window.isPartial || reading.isPartial || reading.winback?.isPartial ? (
                <Badge tone="attention">{t("partial.badge")}</Badge>
              ) : null
            }
            explanation={{
              label: t("explain.label", { metric: title }),
              rows: explain(reading, { t, format, ...context }),
            }}
          />
        );
      })}
    </InlineGrid>
  );
}

type Tools = ReadingsContext & { t: TFunction<"retention">; format: Format };

function writeValue(
  value: number | null,
  unit: MetricUnit,
  { format, currencyCode }: Pick<Tools, "format" | "currencyCode">,
): string {
  if (value === null) return "–";
  if (unit === "money") return format.money(value, currencyCode);
  return unit === "share" ? format.share(value) : format.count(value);
}

function compare(reading: MetricReading, tools: Tools): MetricComparison | null {
  const { t, format, window } = tools;
  const { previous, unit } = reading;
  if (previous === null || previous.value === null || reading.figure.value === null) return null;
  const detail = t("comparison.detail", {
    count: Number(window.key),
    value: writeValue(previous.value, unit, tools),
  });
  const change = changeSince(reading, unit);
  if (change === null) return { text: t("comparison.new"), detail, direction: "same" };
  const text =
    unit === "share" ? t("comparison.points", { points: format.points(change) }) : format.change(change);
  return { text, detail, direction: change > 0 ? "up" : change < 0 ? "down" : "same" };
}

/** Where a number comes from, row by row. */
export function explain(reading: MetricReading, tools: Tools): ExplanationRow[] {
  const { t, format, window, coverage } = tools;
  const { metric, figure, accountCount, stillOpenCount = 0, winback } = reading;
  const part = (name: "numerator" | "denominator", value: number, unit: MetricUnit): ExplanationRow => ({
    term: t(`explain.${name}`),
    detail: t(`${name}.${metric}`, { count: value, value: writeValue(value, unit, tools) }),
  });
  const rows: ExplanationRow[] = [
    {
      term: t("explain.formula"),
      detail: t([`formula.${metric}.${window.key}`, `formula.${metric}.any`], {
        count: winback?.lapseDays ?? 0,
      }),
    },
    { term: t("explain.window"), detail: describeWindow(window, tools) },
    {
      ...part("numerator", figure.numerator, reading.unit === "money" ? "money" : "count"),
      url: reading.drillTo,
    },
  ];
  if (figure.denominator !== null) {
    rows.push({
      ...part("denominator", figure.denominator, "count"),
      ...(reading.denominatorDrillTo ? { url: reading.denominatorDrillTo } : {}),
    });
  }
  if (accountCount !== null && accountCount > 0) {
    const share = format.share(figure.numerator / accountCount);
    rows.push({ term: t("explain.accounts"), detail: t("accounts", { count: accountCount, share }) });
  }
  if (stillOpenCount > 0)
    rows.push({ term: t("explain.stillOpen"), detail: t("stillOpen", { count: stillOpenCount }) });
  if (winback) rows.push(explainHoldout(figure, winback, tools));
  rows.push({ term: t("explain.coverage"), detail: describeReach(coverage, tools) });
  rows.push({ term: t("explain.asOf"), detail: format.instant(tools.asOf) });
  return rows;
}

/** What of the winback rate comes by itself: the rate of those who were left out on purpose. */
function explainHoldout(
  { numerator, denominator }: Figure,
  { holdout }: NonNullable<MetricReading["winback"]>,
  { t, format, window }: Tools,
): ExplanationRow {
  const term = t("explain.holdout");
  const treated = {
    numerator: numerator - holdout.numerator,
    denominator: (denominator ?? 0) - (holdout.denominator ?? 0),
  };
  if (holdout.value === null || treated.denominator === 0) return { term, detail: t("holdout.none") };
  const share = treated.numerator / treated.denominator;
  return {
    term,
    detail: t("holdout.some", {
      count: holdout.denominator ?? 0,
      share: format.share(holdout.value),
      others: format.share(share),
      points: format.points(share - holdout.value),
    }),
    url: winbackTo(window.range, { who: "lost", among: "holdout" }),
  };
}

/** The days of a window in words, with the note that today is not over. */
export function describeWindow(window: WindowView, { t, format }: Pick<Tools, "t" | "format">): string {
  if (!window.shownFrom) return t("window.empty");
  return t("window.running", { from: format.day(window.shownFrom), to: format.day(window.shownTo) });
}

/** How far back the numbers can know anything, in words. */
export function describeReach(coverage: Coverage, { t, format }: Pick<Tools, "t" | "format">): string {
  const { kind, firstOrderOn } = coverage;
  if (kind !== "whole") return describeCoverage(coverage, { t, format });
  return firstOrderOn ? t("coverage.complete", { since: format.day(firstOrderOn) }) : t("coverage.none");
}
