import { Badge, BlockStack, Box, Card, IndexTable, InlineStack, Link, Page, Text } from "@shopify/polaris";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { addMonths } from "~/kit/zone";
import { AsOf } from "~/ui/AsOf";
import { ItemTable, NumberCell } from "~/ui/ItemTable";
import { type Format, useFormat } from "~/ui/use-format";

import type { DrilledOrder, OrderDrillData, ShownOrders } from "../drill/schema";
import type { DayRange } from "../schema";

/** The orders behind a number: as many, and worth as much, as the number said. */
export function OrderDrillPage({ data, onPage }: { data: OrderDrillData; onPage: (page: number) => void }) {
  const { t } = useTranslation("retention");
  const format = useFormat();
  const { page, pageCount, orderCount, netMinor, currencyCode } = data;
  return (
    <Page
      title={t("drill.title")}
      subtitle={describeSelection(data.selection, { t, format })}
      backAction={{ content: t("title"), url: "/app/dashboard" }}
    >
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack gap="200" align="space-between">
            <Text as="p" variant="headingSm">
              {t("drill.sum", {
                count: orderCount,
                value: format.count(orderCount),
                money: format.money(netMinor, currencyCode),
              })}
            </Text>
            <AsOf at={data.asOf} />
          </InlineStack>
        </Box>
        <Card padding="0">
          <ItemTable
            items={data.orders}
            keyOf={({ id }) => id}
            names={{ one: t("drill.order"), many: t("drill.orders") }}
            headings={[
              { title: t("drill.order") },
              { title: t("drill.placedAt") },
              { title: t("drill.customer") },
              { title: t("drill.status") },
              { title: t("drill.total"), alignment: "end" },
              { title: t("drill.net"), alignment: "end" },
            ]}
            empty={{ text: t("drill.empty") }}
            paging={{ page, pageCount, label: t("drill.page", { page, pageCount }), onPage }}
            cells={(order) => <OrderCells order={order} currencyCode={currencyCode} />}
            card={(order) => <CondensedOrder order={order} currencyCode={currencyCode} />}
          />
        </Card>
      </BlockStack>
    </Page>
  );
}

type One = { order: DrilledOrder; currencyCode: string };

function OrderCells({ order, currencyCode }: One) {
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>{order.name}</IndexTable.Cell>
      <IndexTable.Cell>{format.instant(order.placedAt)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Buyer order={order} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Status status={order.financialStatus} />
      </IndexTable.Cell>
      <NumberCell>{format.money(order.totalMinor, currencyCode)}</NumberCell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric fontWeight="semibold">
          {format.money(order.netMinor, currencyCode)}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

function CondensedOrder({ order, currencyCode }: One) {
  const format = useFormat();
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" gap="200">
        <Text as="span" fontWeight="semibold">
          {order.name}
        </Text>
        <Text as="span" numeric>
          {format.money(order.netMinor, currencyCode)}
        </Text>
      </InlineStack>
      <InlineStack align="space-between" gap="200">
        <Buyer order={order} />
        <Text as="span" tone="subdued">
          {format.dayOf(order.placedAt)}
        </Text>
      </InlineStack>
    </BlockStack>
  );
}

function Buyer({ order: { customerId, customerName } }: { order: DrilledOrder }) {
  const { t } = useTranslation("retention");
  if (!customerId) {
    return (
      <Text as="span" tone="subdued">
        {t("drill.noCustomer")}
      </Text>
    );
  }
  return <Link url={`/app/customers/${customerId}`}>{customerName ?? t("drill.nameless")}</Link>;
}

function Status({ status }: { status: string | null }) {
  const { t } = useTranslation("retention");
  if (!status) return null;
  return <Badge>{t([`status.${status.toLowerCase()}`, "status.other"], { status })}</Badge>;
}

function describeSelection(
  selection: ShownOrders,
  { t, format }: { t: TFunction<"retention">; format: Format },
): string {
  switch (selection.kind) {
    case "cohort-month":
      return t("drill.cohortMonth", {
        cohort: format.month(selection.cohort),
        month: format.month(addMonths(selection.cohort, selection.offset)),
      });
    case "cohort-span":
      return t("drill.cohortSpan", { since: format.month(selection.since), count: selection.offset });
    case "range":
      return describeRange(selection.range, { t, format });
    case "recovered":
      return t("drill.recovered", { when: describeRange(selection.range, { t, format }) });
  }
}

function describeRange(
  { from, to }: DayRange,
  { t, format }: { t: TFunction<"retention">; format: Format },
): string {
  if (from && to && from === to) return format.day(from);
  if (from && to) return t("window.shown", { from: format.day(from), to: format.day(to) });
  if (from) return t("drill.since", { from: format.day(from) });
  return to ? t("drill.until", { to: format.day(to) }) : t("window.all");
}
