import { BlockStack, Box, Card, IndexTable, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";
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
            <IndexTable
              selectable={false}
              itemCount={buyers.length}
              resourceName={{ singular: t("columns.customer"), plural: t("columns.customer") }}
              headings={[
                { title: t("columns.customer") },
                { title: t("buyers.orders"), alignment: "end" },
                { title: t("buyers.revenue"), alignment: "end" },
              ]}
              pagination={{
                hasPrevious: page > 1,
                hasNext: page < pageCount,
                onPrevious: () => onPage(page - 1),
                onNext: () => onPage(page + 1),
                label: t("list.page", { page, pageCount }),
              }}
            >
              {buyers.map((buyer, position) => (
                <IndexTable.Row key={buyer.id} id={buyer.id} position={position}>
                  <IndexTable.Cell>
                    <Link url={`/app/customers/${buyer.id}`}>{buyer.name || t("list.nameless")}</Link>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <Text as="span" alignment="end" numeric>
                      {format.count(buyer.orderCount)}
                    </Text>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <Text as="span" alignment="end" numeric>
                      {format.money(buyer.netMinor, currencyCode)}
                    </Text>
                  </IndexTable.Cell>
                </IndexTable.Row>
              ))}
            </IndexTable>
          </Card>
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
