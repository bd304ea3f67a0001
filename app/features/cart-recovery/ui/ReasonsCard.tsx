import { BlockStack, Box, Card, IndexTable, Link, Text, useBreakpoints } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useLocale } from "~/ui/locale-context";
import { useFormat } from "~/ui/use-format";

import type { ReasonsReport } from "../reasons/presenter.server";
import { recoveryListUrl } from "../schema";

/** Why people said they left, month by month; a reason leads to the checkouts behind it. */
export function ReasonsCard({ report }: { report: ReasonsReport }) {
  const { t } = useTranslation("cart-recovery");
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("reasons.title")}
          </Text>
          <Text as="p" tone="subdued">
            {report.totalCount === 0 ? t("reasons.none") : t("reasons.text", { count: report.totalCount })}
          </Text>
        </BlockStack>
      </Box>
      {report.totalCount === 0 ? null : <ReasonsTable report={report} />}
    </Card>
  );
}

function ReasonsTable({ report: { rows, months } }: { report: ReasonsReport }) {
  const { t } = useTranslation("cart-recovery");
  const { smDown } = useBreakpoints();
  const format = useFormat();
  const monthName = useMonthName();
  const shown = smDown ? [] : months;
  return (
    <IndexTable
      selectable={false}
      itemCount={rows.length}
      resourceName={{ singular: t("reasons.label", { count: 1 }), plural: t("reasons.label", { count: 5 }) }}
      headings={[
        { title: t("reasons.reason") },
        { title: t("reasons.count"), alignment: "end" },
        { title: t("reasons.share"), alignment: "end" },
        ...shown.map((month) => ({ id: month, title: monthName(month), alignment: "end" as const })),
      ]}
    >
      {rows.map(({ reason, count, shareBp, byMonth }, position) => (
        <IndexTable.Row key={reason} id={reason} position={position}>
          <IndexTable.Cell>
            {count === 0 ? (
              <ReasonName reason={reason} />
            ) : (
              <Link url={recoveryListUrl({ reason })} removeUnderline>
                <ReasonName reason={reason} />
              </Link>
            )}
          </IndexTable.Cell>
          <NumberCell text={format.count(count)} />
          <NumberCell text={shareBp === null ? "–" : format.share(shareBp / 10_000)} />
          {shown.map((month, index) => (
            <NumberCell key={month} text={format.count(byMonth[index] ?? 0)} />
          ))}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function ReasonName({ reason }: { reason: string }) {
  const { t } = useTranslation("cart-recovery");
  return <>{t(`questions.leaving-reason.answers.${reason}`)}</>;
}

function NumberCell({ text }: { text: string }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {text}
      </Text>
    </IndexTable.Cell>
  );
}

/** `2026-03` → "Mar 2026", as the reader's language has it. */
function useMonthName(): (month: string) => string {
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  return (month) => format.format(new Date(`${month}-15T00:00:00Z`));
}
