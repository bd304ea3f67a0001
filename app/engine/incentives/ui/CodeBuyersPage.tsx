import { BlockStack, Box, Card, IndexTable, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";
import { ItemTable, NumberCell } from "~/ui/ItemTable";
import { useFormat } from "~/ui/use-format";

import type { CodeBuyers } from "../report/presenter.server";

/** Customers who never bought without a code: as many as the figure says. */
export function CodeBuyersPage({ data, onPage }: { data: CodeBuyers; onPage: (page: number) => void }) {
  const { t } = useTranslation("incentives");
  const format = useFormat();
  const { buyers, totalCount, page, pageCount, currencyCode, asOf } = data;
  return (
    <Page
      title={t("buyers.title")}
      subtitle={t("buyers.subtitle")}
      backAction={{ content: t("title"), url: "/app/incentives" }}
    >
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack gap="200" align="space-between">
            <Text as="p" variant="headingSm">
              {t("buyers.count", { count: totalCount, value: format.count(totalCount) })}
            </Text>
            <AsOf at={asOf} />
          </InlineStack>
        </Box>
        {totalCount === 0 ? (
          <EmptyNotice title={t("buyers.emptyTitle")} text={t("buyers.emptyText")} />
        ) : (
          <Card padding="0">
            <ItemTable
              items={buyers}
              keyOf={({ id }) => id}
              names={{ one: t("columns.customer"), many: t("columns.customer") }}
              headings={[
                { title: t("columns.customer") },
                { title: t("buyers.orders"), alignment: "end" },
                { title: t("buyers.revenue"), alignment: "end" },
              ]}
              paging={{ page, pageCount, label: t("list.page", { page, pageCount }), onPage }}
              cells={({ id, name, orderCount, netMinor }) => (
                <>
                  <IndexTable.Cell>
                    <Link url={`/app/customers/${id}`}>{name || t("list.nameless")}</Link>
                  </IndexTable.Cell>
                  <NumberCell>{format.count(orderCount)}</NumberCell>
                  <NumberCell>{format.money(netMinor, currencyCode)}</NumberCell>
                </>
              )}
            />
          </Card>
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
