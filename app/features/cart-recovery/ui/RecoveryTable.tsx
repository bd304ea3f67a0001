import { BlockStack, Box, IndexTable, InlineStack, Link, Text, useBreakpoints } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { RecoveryItem, RecoveryPageData } from "../presenter.server";
import type { RecoveryFilter } from "../schema";

import { StateBadge } from "./StateBadge";
import { useDecided } from "./use-decided";

type Props = {
  data: RecoveryPageData;
  isLoading: boolean;
  onShow: (change: Partial<RecoveryFilter>) => void;
};

/** Left checkouts, newest first; on a phone each is a small card instead of a row. */
export function RecoveryTable({ data, isLoading, onShow }: Props) {
  const { t } = useTranslation("cart-recovery");
  const { smDown } = useBreakpoints();
  const { items, filter, pageCount } = data;
  const { page } = filter;
  return (
    <IndexTable
      condensed={smDown}
      selectable={false}
      loading={isLoading}
      itemCount={items.length}
      resourceName={{ singular: t("list.label", { count: 1 }), plural: t("list.label", { count: 5 }) }}
      headings={[
        { title: t("columns.who") },
        { title: t("columns.left") },
        { title: t("columns.state") },
        { title: t("columns.why") },
        { title: t("columns.value"), alignment: "end" },
      ]}
      emptyState={<NothingHere />}
      pagination={{
        hasPrevious: page > 1,
        hasNext: page < pageCount,
        onPrevious: () => onShow({ page: page - 1 }),
        onNext: () => onShow({ page: page + 1 }),
        label: t("list.page", { page, pageCount }),
      }}
    >
      {items.map((item, position) => (
        <IndexTable.Row key={item.id} id={item.id} position={position}>
          {smDown ? <CondensedCheckout item={item} /> : <CheckoutCells item={item} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function CheckoutCells({ item }: { item: RecoveryItem }) {
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <CheckoutLink item={item} />
      </IndexTable.Cell>
      <IndexTable.Cell>{item.leftAt ? format.instant(item.leftAt) : "–"}</IndexTable.Cell>
      <IndexTable.Cell>
        <StateBadge state={item.state} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Box maxWidth="560px">
          <Decided item={item} />
        </Box>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.money(item.amountMinor, item.currencyCode)}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

function CondensedCheckout({ item }: { item: RecoveryItem }) {
  const format = useFormat();
  return (
    <Box padding="300" width="100%">
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <CheckoutLink item={item} />
          <Text as="span" numeric fontWeight="semibold">
            {format.money(item.amountMinor, item.currencyCode)}
          </Text>
        </InlineStack>
        <InlineStack gap="200" blockAlign="center">
          <StateBadge state={item.state} />
          <Text as="span" variant="bodySm" tone="subdued">
            {item.leftAt ? format.instant(item.leftAt) : "–"}
          </Text>
        </InlineStack>
        <Decided item={item} />
      </BlockStack>
    </Box>
  );
}

function CheckoutLink({ item }: { item: RecoveryItem }) {
  const { t } = useTranslation("cart-recovery");
  return (
    <Link url={`/app/recovery/${item.id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold" breakWord>
        {item.who || t("list.nobody")}
      </Text>
    </Link>
  );
}

/** Cells of the table keep to one line by themselves; sentences may not. */
function Decided({ item }: { item: RecoveryItem }) {
  const { t } = useTranslation("cart-recovery");
  const decided = useDecided();
  return (
    <div style={{ whiteSpace: "normal" }}>
      <Text as="p" variant="bodySm">
        {decided(item)}
      </Text>
      {item.clickedAt ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {t("list.clicked")}
        </Text>
      ) : null}
    </div>
  );
}

function NothingHere() {
  const { t } = useTranslation("cart-recovery");
  return (
    <Box padding="800">
      <BlockStack gap="100" inlineAlign="center">
        <Text as="p" variant="headingSm">
          {t("empty.tabTitle")}
        </Text>
        <Text as="p" tone="subdued" alignment="center">
          {t("empty.tabText")}
        </Text>
      </BlockStack>
    </Box>
  );
}
