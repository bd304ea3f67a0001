import { Badge, InlineGrid, InlineStack } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { ExplanationRow } from "~/ui/Explanation";
import { MetricCard } from "~/ui/MetricCard";
import { useFormat } from "~/ui/use-format";

import type { VisitReading, VisitsData } from "../../traffic/schema";
import { describeCoverage, describeDays, type Tools } from "./describe";

/** A grid of numbers, each with how much of the store it knows, and where it comes from. */
export function VisitReadings({ data }: { data: VisitsData }) {
  const { t } = useTranslation("browsing");
  const format = useFormat();
  return (
    <InlineGrid columns={{ xs: 2, lg: 4 }} gap={{ xs: "300", sm: "400" }}>
      {data.readings.map((reading) => {
        const title = t(`visits.metric.${reading.metric}`);
        return (
          <MetricCard
            key={reading.metric}
            title={title}
            value={writeValue(reading, { t, format })}
            comparison={null}
            badge={<Badges reading={reading} coverage={data.coverage} />}
            explanation={{
              label: t("visits.explain.label", { metric: title }),
              rows: explain(reading, data, { t, format }),
            }}
          />
        );
      })}
    </InlineGrid>
  );
}

function Badges({ reading, coverage }: { reading: VisitReading; coverage: VisitsData["coverage"] }) {
  const { t } = useTranslation("browsing");
  const format = useFormat();
  const { figure, isOfStore, isFew } = reading;
  if (figure.value === null) return <Badge>{t("visits.badge.nothing")}</Badge>;
  return (
    <InlineStack gap="100">
      {isOfStore ? <Badge>{t("visits.badge.all")}</Badge> : null}
      {!isOfStore && coverage.value !== null ? (
        <Badge>{t("visits.badge.coverage", { share: format.share(coverage.value) })}</Badge>
      ) : null}
      {isFew ? <Badge tone="attention">{t("visits.badge.few")}</Badge> : null}
    </InlineStack>
  );
}

function writeValue({ figure: { value }, unit }: VisitReading, { t, format }: Tools): string {
  if (value === null) return "–";
  return unit === "share" ? format.share(value) : writeTime(value, { t, format });
}

function writeTime(ms: number, { t, format }: Tools): string {
  const total = Math.round(ms / 1_000);
  const [minutes, seconds] = [format.count(Math.floor(total / 60)), format.count(total % 60)];
  return total < 60 ? t("visits.time.seconds", { seconds }) : t("visits.time.minutes", { minutes, seconds });
}

/** Where a number comes from, row by row. */
export function explain(reading: VisitReading, data: VisitsData, tools: Tools): ExplanationRow[] {
  const { t, format } = tools;
  const { metric, figure, unit, isOfStore } = reading;
  const minutes = data.abandonedAfterMinutes;
  const row = (term: string, detail: string) => ({ term: t(`visits.explain.${term}`), detail });
  const isTotalTime = unit === "time" && figure.denominator !== null;
  const counted = isTotalTime
    ? writeTime(figure.numerator, tools)
    : format.count(Math.round(figure.numerator));
  const coverage = isOfStore ? t("visits.coverage.all") : describeCoverage(data.coverage, tools);
  return [
    row("formula", t(`visits.formula.${metric}`, { count: minutes })),
    row("window", describeDays(data, tools)),
    row("numerator", t(`visits.numerator.${metric}`, { value: counted })),
    ...(figure.denominator === null
      ? []
      : [
          row(
            "denominator",
            t(`visits.denominator.${metric}`, { value: format.count(Math.round(figure.denominator)) }),
          ),
        ]),
    row("coverage", coverage),
    ...(data.samplePercent === null || isOfStore
      ? []
      : [row("sample", t("visits.sampled.title", { share: format.share(data.samplePercent / 100) }))]),
    ...(data.countedAt === null ? [] : [row("asOf", format.instant(data.countedAt))]),
  ];
}
