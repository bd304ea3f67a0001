import { BlockStack, Box, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ItemTable, NumberCell } from "~/ui/ItemTable";
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

/** Left checkouts, newest first. */
export function RecoveryTable({ data, isLoading, onShow }: Props) {
  const { t } = useTranslation("cart-recovery");
  const { items, filter, pageCount } = data;
  const { page } = filter;
  return (
    <ItemTable
      {...{ items, isLoading }}
      keyOf={({ id }) => id}
      names={{ one: t("list.label", { count: 1 }), many: t("list.label", { count: 5 }) }}
      headings={[
        { title: t("columns.who") },
        { title: t("columns.left") },
        { title: t("columns.state") },
        { title: t("columns.why") },
        { title: t("columns.value"), alignment: "end" },
      ]}
      empty={{ title: t("empty.tabTitle"), text: t("empty.tabText") }}
      paging={{
        ...{ page, pageCount, label: t("list.page", { page, pageCount }) },
        onPage: (next) => onShow({ page: next }),
      }}
      cells={(item) => <CheckoutCells item={item} />}
      card={(item) => <CondensedCheckout item={item} />}
    />
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
      <NumberCell>{format.money(item.amountMinor, item.currencyCode)}</NumberCell>
    </>
  );
}

function CondensedCheckout({ item }: { item: RecoveryItem }) {
  const format = useFormat();
  return (
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
