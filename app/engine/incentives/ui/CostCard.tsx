import { BlockStack, Box, Card, DataTable, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { IncentivesPageData } from "../list/presenter.server";

/** What incentives cost by month and flow, beside what the orders they were used in left. */
export function CostCard({ data }: { data: IncentivesPageData }) {
  const { t } = useTranslation("incentives");
  const format = useFormat();
  const { report, currencyCode } = data;
  const unknownCount = report.costs.reduce((sum, row) => sum + row.unknownCount, 0);
  const money = (minor: number) => format.money(minor, currencyCode);
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("cost.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("cost.text")}
          </Text>
        </BlockStack>
        {report.costs.length === 0 ? (
          <Box paddingBlock="400">
            <Text as="p" tone="subdued" alignment="center">
              {t("cost.empty")}
            </Text>
          </Box>
        ) : (
          <DataTable
            columnContentTypes={["text", "text", "numeric", "numeric", "numeric"]}
            headings={[t("cost.month"), t("cost.flow"), t("cost.used"), t("cost.cost"), t("cost.margin")]}
            rows={report.costs.map((row) => [
              format.monthShort(row.month),
              t([`budgets.${row.budgetKey}`, "budgets.other"], { name: row.budgetKey || "–" }),
              format.count(row.usedCount),
              money(row.costMinor),
              row.marginMinor === null ? "–" : money(row.marginMinor),
            ])}
          />
        )}
        {unknownCount > 0 ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("cost.unknown", { count: unknownCount })}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
