import { Badge, BlockStack, Box, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import { isBalanced, type RollForward } from "../report/rules";
import type { LoyaltyReport } from "../report/schema";

import styles from "./RollForwardTable.module.css";

const COLUMNS = [
  "opening",
  "earned",
  "adjusted",
  "writtenOff",
  "redeemed",
  "expired",
  "clawedBack",
  "forfeited",
  "closing",
] as const satisfies readonly (keyof RollForward)[];

/** How the points that are owed changed, month by month, and whether it adds up. */
export function RollForwardTable({ report }: { report: LoyaltyReport }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const { months, total } = report;
  const isRight = [total, ...months.map(figuresOf)].every(isBalanced);
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {t("roll.title")}
            </Text>
            <Badge tone={isRight ? "success" : "critical"}>{t(isRight ? "roll.right" : "roll.wrong")}</Badge>
          </InlineStack>
          <Text as="p" tone="subdued">
            {t("roll.text")}
          </Text>
        </BlockStack>
      </Box>
      {/* A table that scrolls has to be reached by the keyboard, too. */}
      <div className={styles.scroll} role="region" aria-label={t("roll.title")} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("roll.month")}</th>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`roll.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((row) => (
              <Row key={row.month} title={format.month(row.month)} figures={row} />
            ))}
          </tbody>
          <tfoot>
            <Row title={t("roll.total")} figures={total} />
          </tfoot>
        </table>
      </div>
    </Card>
  );
}

/** Without the days of the row: only what adds up. */
function figuresOf(row: RollForward): RollForward {
  return Object.fromEntries(COLUMNS.map((column) => [column, row[column]])) as RollForward;
}

function Row({ title, figures }: { title: string; figures: RollForward }) {
  const format = useFormat();
  return (
    <tr>
      <th scope="row">{title}</th>
      {COLUMNS.map((column) => (
        <td key={column}>{figures[column] === 0 ? "0" : format.count(figures[column])}</td>
      ))}
    </tr>
  );
}
