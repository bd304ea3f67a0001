import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { type BarPoint, BarChart } from "~/ui/charts/BarChart";
import { DataDetails } from "~/ui/charts/DataDetails";
import { useFormat } from "~/ui/use-format";

import type { VisitPeriod, VisitsData } from "../../traffic/schema";
import type { Tools } from "./describe";

/** Visits and what share of them bought over the window, as two bar charts and as one table. */
export function VisitTrendCard({ trend: { step, periods } }: { trend: VisitsData["trend"] }) {
  const { t } = useTranslation("browsing");
  const format = useFormat();
  const words = periods.map((period) => ({
    ...period,
    share: period.sessionCount === 0 ? null : period.orderCount / period.sessionCount,
    name: describePeriod(period, { t, format, step }),
  }));
  const visits = (count: number) => format.count(Math.round(count));
  const share = (value: number | null) => (value === null ? "–" : format.share(value));
  const toBars = (value: (word: (typeof words)[number]) => [number, string]): BarPoint[] =>
    words.map((word) => ({
      key: word.from,
      label: step === "month" ? format.monthShort(word.from.slice(0, 7)) : format.dayShort(word.from),
      value: value(word)[0],
      tooltip: `${word.name}: ${value(word)[1]}`,
      isRunning: word.isRunning,
    }));
  const total = periods.reduce((sum, { sessionCount }) => sum + sessionCount, 0);
  const orders = periods.reduce((sum, { orderCount }) => sum + orderCount, 0);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t(`visits.trend.title.${step}`)}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("visits.trend.note")}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="600">
          <BarChart
            title={t("visits.trend.visits")}
            description={t("visits.trend.total", { value: visits(total) })}
            points={toBars(({ sessionCount }) => [sessionCount, visits(sessionCount)])}
            formatTick={format.count}
          />
          <BarChart
            title={t("visits.metric.session-conversion")}
            description={t("visits.trend.total", { value: share(total === 0 ? null : orders / total) })}
            points={toBars((word) => [word.share ?? 0, share(word.share)])}
            formatTick={format.share}
          />
        </InlineGrid>
        <DataDetails
          summary={t("visits.trend.table")}
          headings={[
            t(`visits.trend.period.${step}`),
            t("visits.trend.visits"),
            t("visits.trend.orders"),
            t("visits.metric.session-conversion"),
          ]}
          rows={words.toReversed().map((word) => ({
            key: word.from,
            cells: [word.name, visits(word.sessionCount), visits(word.orderCount), share(word.share)],
          }))}
        />
      </BlockStack>
    </Card>
  );
}

function describePeriod(
  { from, to, isRunning }: VisitPeriod,
  { t, format, step }: Tools & { step: VisitsData["trend"]["step"] },
): string {
  const days =
    from === to
      ? format.day(from)
      : t("visits.trend.days", { from: format.dayShort(from), to: format.day(to) });
  const period = step === "month" ? format.month(from.slice(0, 7)) : days;
  return isRunning ? t("visits.trend.running", { period }) : period;
}
