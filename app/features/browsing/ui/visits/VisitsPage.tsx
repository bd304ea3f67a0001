import { Banner, BlockStack, Box, InlineStack, Page, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";
import { useFormat } from "~/ui/use-format";

import type { VisitsData } from "../../traffic/schema";
import { describeCoverage, describeDays } from "./describe";
import { VisitReadings } from "./VisitReadings";
import { VisitTrendCard } from "./VisitTrendCard";

/** What visits to the store come to: conversion, bounces, abandoned carts and time, and how much of it the pixel sees. */
export function VisitsPage({ data, picker }: { data: VisitsData; picker: ReactNode }) {
  const { t } = useTranslation("browsing");
  const format = useFormat();
  const { countedAt, coverage, samplePercent, sinceOn } = data;
  return (
    <Page
      title={t("visits.title")}
      subtitle={t("visits.subtitle")}
      backAction={{ content: t("visits.back"), url: "/app/dashboard" }}
      secondaryActions={[{ content: t("visits.settings"), url: "/app/settings/browsing" }]}
      fullWidth
    >
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack align="space-between" blockAlign="center" gap="300">
            {picker}
            <Text as="p" variant="bodySm" tone="subdued">
              {describeDays(data, { t, format })} ·{" "}
              {t("visits.coverage.line", { text: describeCoverage(coverage, { t, format }) })}
              {countedAt === null ? null : (
                <>
                  {" · "}
                  <AsOf at={countedAt} />
                </>
              )}
            </Text>
          </InlineStack>
        </Box>
        {data.isPixelConnected ? null : (
          <Banner
            tone="warning"
            title={t("visits.noPixel.title")}
            action={{ content: t("visits.settings"), url: "/app/settings/browsing" }}
          >
            <p>{t("visits.noPixel.text")}</p>
          </Banner>
        )}
        {samplePercent === null ? null : (
          <Banner tone="info" title={t("visits.sampled.title", { share: format.share(samplePercent / 100) })}>
            <p>{t("visits.sampled.text")}</p>
          </Banner>
        )}
        {data.isPartial && sinceOn !== null ? (
          <Banner tone="info">
            <p>{t("visits.partial", { since: format.day(sinceOn) })}</p>
          </Banner>
        ) : null}
        {data.hasSessions ? null : (
          <EmptyNotice title={t("visits.empty.title")} text={t("visits.empty.text")} />
        )}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <VisitReadings data={data} />
        </Box>
        {data.hasSessions ? <VisitTrendCard trend={data.trend} /> : null}
      </BlockStack>
    </Page>
  );
}
