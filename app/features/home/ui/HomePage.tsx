import { Banner, BlockStack, Box, Button, Card, InlineGrid, InlineStack, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { DecisionList } from "~/engine/decisions/ui/DecisionList";
import { AsOf } from "~/ui/AsOf";
import { MetricCard, type MetricComparison } from "~/ui/MetricCard";
import { type Format, useFormat } from "~/ui/use-format";

import type { HomeFigure, HomePageData } from "../schema";

import { GuideCard } from "./GuideCard";

type Props = {
  data: HomePageData;
  isSaving: boolean;
  onDismissGuide: () => void;
  onShowGuide: () => void;
};

/** How the store is doing and what needs the merchant: the page the app opens with. */
export function HomePage({ data, isSaving, onDismissGuide, onShowGuide }: Props) {
  const { t } = useTranslation("home");
  const { guide, waitingCount } = data;
  const isAllDone = guide.doneCount === guide.steps.length;
  return (
    <Page title={t("title", { shop: data.shopName })} titleMetadata={<AsOf at={data.asOf} />}>
      <BlockStack gap="400">
        {waitingCount > 0 ? (
          <Banner
            tone="warning"
            title={t("waiting.title", { count: waitingCount })}
            action={{ content: t("waiting.action"), url: "/app/system" }}
          >
            <p>{t("waiting.text")}</p>
          </Banner>
        ) : null}
        {guide.isDismissed ? null : (
          <GuideCard guide={guide} isSaving={isSaving} onDismiss={onDismissGuide} />
        )}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <Figures data={data} />
        </Box>
        <Card padding="0">
          <Box padding="400">
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="h2" variant="headingMd">
                {t("decisions.title")}
              </Text>
              <Button variant="plain" url="/app/decisions">
                {t("decisions.all")}
              </Button>
            </InlineStack>
          </Box>
          <DecisionList items={data.decisions} showCustomer />
        </Card>
        {guide.isDismissed && !isAllDone ? (
          <InlineStack align="center">
            <Button variant="plain" loading={isSaving} onClick={onShowGuide}>
              {t("guide.show")}
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Figures({ data }: { data: HomePageData }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const write = (value: number, unit: HomeFigure["unit"]) =>
    unit === "money" ? format.money(value, data.currencyCode) : format.count(value);
  return (
    <BlockStack gap="300">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="h2" variant="headingMd">
          {t("figures.title")}
        </Text>
        <Button variant="plain" url="/app/dashboard">
          {t("figures.dashboard")}
        </Button>
      </InlineStack>
      <InlineGrid columns={{ xs: 2, lg: 4 }} gap={{ xs: "300", sm: "400" }}>
        {data.figures.map((figure) => (
          <MetricCard
            key={figure.name}
            heading="h3"
            title={t(`figures.${figure.name}.title`)}
            value={figure.value === null ? "–" : write(figure.value, figure.unit)}
            url={figure.url}
            comparison={compare(figure, {
              format,
              detailOf: (value) => t("figures.before", { value: write(value, figure.unit) }),
            })}
            explanation={{
              label: t("figures.explain", { figure: t(`figures.${figure.name}.title`) }),
              rows: [
                { term: t("figures.formula"), detail: t(`figures.${figure.name}.formula`) },
                { term: t("figures.window"), detail: t("figures.windowText") },
                { term: t("figures.more"), detail: t("figures.dashboard"), url: "/app/dashboard" },
              ],
            }}
          />
        ))}
      </InlineGrid>
    </BlockStack>
  );
}

function compare(
  { value, previous }: HomeFigure,
  { format, detailOf }: { format: Format; detailOf: (value: number) => string },
): MetricComparison | null {
  // Nothing to divide by: a rise from nothing has no percentage.
  if (value === null || previous === null || previous === 0) return null;
  const direction = value > previous ? "up" : value < previous ? "down" : "same";
  return { text: format.change((value - previous) / previous), detail: detailOf(previous), direction };
}
