import { BlockStack, Box, Button, ButtonGroup, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { CoverageNote } from "~/ui/CoverageNote";
import { Explanation } from "~/ui/Explanation";
import { useFormat } from "~/ui/use-format";

import type { CohortTable, Coverage } from "../schema";
import { CohortGrid, type CohortMeasure } from "./CohortGrid";
import { describeReach } from "./MetricReadings";

const MEASURES = ["retention", "revenue"] as const;

/** Who came back how many months after the first order; or what they brought. */
export function CohortCard({
  cohorts,
  coverage,
  currencyCode,
}: {
  cohorts: CohortTable;
  coverage: Coverage;
  currencyCode: string;
}) {
  const { t } = useTranslation("retention");
  const format = useFormat();
  const [measure, setMeasure] = useState<CohortMeasure>("retention");
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="200">
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <InlineStack gap="100" blockAlign="center" wrap={false}>
              <Text as="h2" variant="headingMd">
                {t("cohorts.title")}
              </Text>
              <Explanation
                label={t("explain.label", { metric: t("cohorts.title") })}
                rows={[
                  { term: t("explain.formula"), detail: t(`cohorts.formula.${measure}`) },
                  {
                    term: t("explain.window"),
                    detail: t("cohorts.window", { since: format.month(cohorts.sinceMonth) }),
                  },
                  { term: t("cohorts.all"), detail: t(`cohorts.summary.${measure}`) },
                  { term: t("explain.coverage"), detail: describeReach(coverage, { t, format }) },
                ]}
              />
            </InlineStack>
            <div role="group" aria-label={t("cohorts.measure")}>
              <ButtonGroup variant="segmented">
                {MEASURES.map((choice) => (
                  <Button key={choice} pressed={choice === measure} onClick={() => setMeasure(choice)}>
                    {t(`cohorts.${choice}`)}
                  </Button>
                ))}
              </ButtonGroup>
            </div>
          </InlineStack>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("cohorts.note")}
          </Text>
          {coverage.kind === "whole" ? null : <CoverageNote coverage={coverage} />}
        </BlockStack>
      </Box>
      {cohorts.rows.length === 0 ? (
        <Box padding="400" paddingBlockStart="0">
          <Text as="p" tone="subdued">
            {t("cohorts.empty")}
          </Text>
        </Box>
      ) : (
        <CohortGrid cohorts={cohorts} currencyCode={currencyCode} measure={measure} />
      )}
    </Card>
  );
}
