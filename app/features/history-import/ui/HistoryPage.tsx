import { useRevalidator } from "@remix-run/react";
import { BlockStack, Box, Card, Layout, List, Page, Text } from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { describeCoverage } from "~/ui/coverage";
import { useFormat } from "~/ui/use-format";

import type { HistoryPageData } from "../schema";
import { ImportList } from "./ImportList";
import { UploadCard } from "./UploadCard";

const LOOK_AGAIN_MS = 2_000;

/** How far back the copy of the store reaches, and a place to drop files that reach further. */
export function HistoryPage({ data }: { data: HistoryPageData }) {
  const { t } = useTranslation("history-import");
  useLookAgain(data.isRunning);
  return (
    <Page title={t("title")} backAction={{ content: t("back"), url: "/app/settings" }}>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <UploadCard maxBytes={data.maxBytes} />
            <ImportList imports={data.imports} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <CoverageCard data={data} />
            <HowToCard />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function CoverageCard({ data: { coverage } }: { data: HistoryPageData }) {
  const { t } = useTranslation("history-import");
  const format = useFormat();
  const sentence = describeCoverage(coverage, { t, format });
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("coverage.title")}
        </Text>
        <Text as="p">{`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`}</Text>
        <Text as="p" tone="subdued">
          {t(`coverage.help.${coverage.kind}`)}
        </Text>
      </BlockStack>
    </Card>
  );
}

function HowToCard() {
  const { t } = useTranslation("history-import");
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("howTo.title")}
        </Text>
        <List type="number">
          {["customers", "orders", "mail", "drop"].map((step) => (
            <List.Item key={step}>{t(`howTo.${step}`)}</List.Item>
          ))}
        </List>
        <Text as="p" tone="subdued">
          {t("howTo.spreadsheet")}
        </Text>
      </BlockStack>
    </Card>
  );
}

/** While a file is being loaded, the page follows it. */
function useLookAgain(isRunning: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(revalidate, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isRunning, revalidate]);
}
