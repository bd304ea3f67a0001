import { Banner, BlockStack, Box, InlineStack, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";
import { useFormat } from "~/ui/use-format";

import type { DashboardData } from "../schema";
import { CohortCard } from "./CohortCard";
import { describeReach, describeWindow, MetricReadings } from "./MetricReadings";
import { TrendCard } from "./TrendCard";
import { WindowPicker } from "./WindowPicker";

/** How the store keeps its customers: figures of a window, their course, and who came back after the first order. */
export function DashboardPage({
  data,
  onNavigate,
}: {
  data: DashboardData;
  onNavigate: (url: string) => void;
}) {
  const { t } = useTranslation("retention");
  const format = useFormat();
  const { window, coverage, currencyCode, asOf } = data;
  if (!data.hasOrders) {
    return (
      <Page title={t("title")}>
        <EmptyNotice
          title={t("empty.title")}
          text={t("empty.text")}
          action={{ label: t("empty.action"), url: "/app/system" }}
        />
      </Page>
    );
  }
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      secondaryActions={[{ content: t("visits"), url: "/app/dashboard/visits" }]}
      fullWidth
    >
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <WindowPicker chosen={window.key} path="/app/dashboard" onNavigate={onNavigate} />
            <Text as="p" variant="bodySm" tone="subdued">
              {describeWindow(window, { t, format })} · {describeReach(coverage, { t, format })} ·{" "}
              <AsOf at={asOf} />
            </Text>
          </InlineStack>
        </Box>
        {window.isPartial && coverage.sinceOn ? (
          <Banner
            tone="info"
            title={t("partial.title")}
            action={{ content: t("ui:coverage.import"), url: "/app/history" }}
          >
            <p>{t("partial.text", { since: format.day(coverage.sinceOn) })}</p>
          </Banner>
        ) : null}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <MetricReadings readings={data.readings} {...{ window, coverage, currencyCode, asOf }} />
        </Box>
        <TrendCard trend={data.trend} currencyCode={currencyCode} />
        <CohortCard cohorts={data.cohorts} {...{ coverage, currencyCode }} />
      </BlockStack>
    </Page>
  );
}
