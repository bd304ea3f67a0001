import { BlockStack, Card, InlineGrid, Link, Text } from "@shopify/polaris";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { type BarPoint, BarChart } from "~/ui/charts/BarChart";
import { DataDetails } from "~/ui/charts/DataDetails";
import { type Format, useFormat } from "~/ui/use-format";

import type { Trend, TrendPoint } from "../schema";

/** Net revenue and orders over the window, as two bar charts and as one table. */
export function TrendCard({ trend, currencyCode }: { trend: Trend; currencyCode: string }) {
  const { t } = useTranslation("retention");
  const format = useFormat();
  const { points, step } = trend;
  const words = points.map((point) => ({ ...point, period: describePeriod(point, step, { t, format }) }));
  const hasRunning = points.some((point) => point.isRunning);
  const toBars = (valueOf: (point: TrendPoint) => number, write: (value: number) => string): BarPoint[] =>
    words.map((point) => ({
      key: point.from,
      label: step === "month" ? format.monthShort(point.from.slice(0, 7)) : format.dayShort(point.from),
      value: valueOf(point),
      tooltip: `${point.period}: ${write(valueOf(point))}`,
      url: point.drillTo,
      isRunning: point.isRunning,
    }));
  const money = (minor: number) => format.money(minor, currencyCode);
  const total = (valueOf: (point: TrendPoint) => number) =>
    points.reduce((sum, point) => sum + valueOf(point), 0);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t(`trend.title.${step}`)}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("trend.note")} {hasRunning ? t(`trend.running.${step}`) : null}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="600">
          <BarChart
            title={t("metric.net-revenue")}
            description={t("trend.total", { value: money(total((point) => point.netMinor)) })}
            points={toBars((point) => point.netMinor, money)}
            formatTick={(tick) => format.moneyShort(tick, currencyCode)}
          />
          <BarChart
            title={t("metric.orders")}
            description={t("trend.total", { value: format.count(total((point) => point.orderCount)) })}
            points={toBars((point) => point.orderCount, format.count)}
            formatTick={format.count}
          />
        </InlineGrid>
        <DataDetails
          summary={t("trend.table")}
          headings={[t(`trend.period.${step}`), t("metric.net-revenue"), t("metric.orders")]}
          rows={words.toReversed().map((point) => ({
            key: point.from,
            cells: [
              point.period,
              money(point.netMinor),
              <Link
                key="orders"
                url={point.drillTo}
                accessibilityLabel={`${point.period}: ${point.orderCount}`}
              >
                {format.count(point.orderCount)}
              </Link>,
            ],
          }))}
        />
      </BlockStack>
    </Card>
  );
}

function describePeriod(
  point: TrendPoint,
  step: Trend["step"],
  { t, format }: { t: TFunction<"retention">; format: Format },
): string {
  const days =
    point.from === point.to
      ? format.day(point.from)
      : t("trend.days", { from: format.dayShort(point.from), to: format.day(point.to) });
  const period = step === "month" ? format.month(point.from.slice(0, 7)) : days;
  return point.isRunning ? t("trend.runningPeriod", { period }) : period;
}
