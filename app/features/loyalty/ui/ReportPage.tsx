import { Banner, BlockStack, Box, Card, InlineGrid, InlineStack, Page, Select, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { CoverageNote } from "~/ui/CoverageNote";
import { useFormat } from "~/ui/use-format";

import type { ReportPage as PageData } from "../report/months/presenter.server";

import { LoyaltyTabs } from "./LoyaltyTabs";
import { ReportFigures } from "./ReportFigures";
import { RollForwardTable } from "./RollForwardTable";
import { useReportFile } from "./use-report-file";

type Props = { data: PageData; onNavigate: (url: string) => void };

/** The programme in numbers for finance: what is owed, how it came about, and who takes part. */
export function ReportPage({ data, onNavigate }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const { report, period } = data;
  const { check } = report;
  const file = useReportFile(periodQuery(period));
  return (
    <Page
      fullWidth
      title={t("title")}
      subtitle={t("report.subtitle")}
      secondaryActions={[{ content: t("report.csv"), loading: file.isLoading, onAction: file.fetch }]}
    >
      <LoyaltyTabs selected="report" waitingCount={data.waitingCount} onNavigate={onNavigate} />
      <BlockStack gap="400">
        {check.mismatchCount > 0 && check.at !== null ? (
          <Banner tone="critical" title={t("report.mismatch.title")}>
            <p>{t("report.mismatch.text", { count: check.mismatchCount })}</p>
            <AsOf at={check.at} />
          </Banner>
        ) : null}
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <BlockStack gap="200">
            <InlineStack align="space-between" blockAlign="end" gap="300">
              <Months data={data} onNavigate={onNavigate} />
              <AsOf at={report.asOf} />
            </InlineStack>
            {data.coverage.kind === "whole" ? null : <CoverageNote coverage={data.coverage} />}
          </BlockStack>
        </Box>
        <ReportFigures report={report} />
        <RollForwardTable report={report} />
        <Formulas />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

const periodQuery = ({ fromMonth, toMonth }: Pick<PageData["period"], "fromMonth" | "toMonth">) =>
  new URLSearchParams({ from: fromMonth, to: toMonth }).toString();

function Months({ data: { months, period }, onNavigate }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const options = months.map((value) => ({ value, label: format.month(value) }));
  const show = (part: { fromMonth?: string; toMonth?: string }) => {
    const next = { ...period, ...part };
    const isTurned = next.fromMonth > next.toMonth;
    // Whichever was chosen last stays; the other follows it.
    const month = part.fromMonth ?? part.toMonth ?? next.toMonth;
    onNavigate(`/app/loyalty/report?${periodQuery(isTurned ? { fromMonth: month, toMonth: month } : next)}`);
  };
  return (
    <InlineGrid columns={2} gap="200">
      <Select
        label={t("report.from")}
        options={options}
        value={period.fromMonth}
        onChange={(fromMonth) => show({ fromMonth })}
      />
      <Select
        label={t("report.to")}
        options={options}
        value={period.toMonth}
        onChange={(toMonth) => show({ toMonth })}
      />
    </InlineGrid>
  );
}

const FORMULAS = ["participation", "enrolment", "redemption", "breakage", "liability", "closing"] as const;

function Formulas() {
  const { t } = useTranslation("loyalty-screens");
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("formula.title")}
        </Text>
        {FORMULAS.map((name) => (
          <Text as="p" key={name}>
            <Text as="span" fontWeight="semibold">
              {t(`report.figure.${name}`)}
            </Text>{" "}
            = {t(`formula.${name}`)}
          </Text>
        ))}
      </BlockStack>
    </Card>
  );
}
