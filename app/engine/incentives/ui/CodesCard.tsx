import {
  BlockStack,
  Box,
  Card,
  IndexTable,
  InlineStack,
  Link,
  Tabs,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { CodeItem, IncentivesPageData } from "../list/presenter.server";
import { CODE_TABS, type CodeFilter, type CodeTab } from "../schema";

import { CodeBadge } from "./CodeBadge";
import { useOfferText } from "./use-offer-text";

type Props = {
  data: IncentivesPageData;
  isLoading: boolean;
  onShow: (part: Partial<CodeFilter>) => void;
};

const TAB_NAMES = Object.keys(CODE_TABS) as CodeTab[];

/** What was given, newest first; on a phone each is a small card instead of a row. */
export function CodesCard({ data, isLoading, onShow }: Props) {
  const { t } = useTranslation("incentives");
  const { smDown } = useBreakpoints();
  const { items, filter, pageCount, currencyCode } = data;
  const { page, tab } = filter;
  return (
    <Card padding="0">
      <Tabs
        tabs={TAB_NAMES.map((name) => ({ id: `codes-${name}`, content: t(`tabs.${name}`) }))}
        selected={TAB_NAMES.indexOf(tab)}
        onSelect={(index) => onShow({ tab: TAB_NAMES[index] ?? "all" })}
      />
      <IndexTable
        condensed={smDown}
        selectable={false}
        loading={isLoading}
        itemCount={items.length}
        resourceName={{ singular: t("list.label", { count: 1 }), plural: t("list.label", { count: 5 }) }}
        headings={[
          { title: t("columns.code") },
          { title: t("columns.customer") },
          { title: t("columns.offer") },
          { title: t("columns.state") },
          { title: t("columns.ends") },
          { title: t("columns.cost"), alignment: "end" },
        ]}
        emptyState={
          <Box padding="800">
            <Text as="p" tone="subdued" alignment="center">
              {t("empty.tab")}
            </Text>
          </Box>
        }
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
            {smDown ? (
              <CondensedCode item={item} currencyCode={currencyCode} />
            ) : (
              <CodeCells item={item} currencyCode={currencyCode} />
            )}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}

type One = { item: CodeItem; currencyCode: string };

function CodeCells({ item, currencyCode }: One) {
  const format = useFormat();
  const offerText = useOfferText(currencyCode);
  return (
    <>
      <IndexTable.Cell>
        <Text as="span" fontWeight="semibold">
          {item.code}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Owner item={item} />
      </IndexTable.Cell>
      <IndexTable.Cell>{offerText(item)}</IndexTable.Cell>
      <IndexTable.Cell>
        <CodeBadge state={item.state} />
      </IndexTable.Cell>
      <IndexTable.Cell>{format.instant(item.expiresAt)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {format.money(item.costMinor, currencyCode)}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

function CondensedCode({ item, currencyCode }: One) {
  const { t } = useTranslation("incentives");
  const format = useFormat();
  const offerText = useOfferText(currencyCode);
  return (
    <Box padding="300" width="100%">
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <Text as="span" fontWeight="semibold" breakWord>
            {item.code}
          </Text>
          <Text as="span" numeric>
            {format.money(item.costMinor, currencyCode)}
          </Text>
        </InlineStack>
        <InlineStack gap="200" blockAlign="center">
          <CodeBadge state={item.state} />
          <Text as="span" variant="bodySm">
            {offerText(item)}
          </Text>
        </InlineStack>
        <InlineStack align="space-between" gap="200">
          <Owner item={item} />
          <Text as="span" variant="bodySm" tone="subdued">
            {t("list.until", { at: format.dayOf(item.expiresAt) })}
          </Text>
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

function Owner({ item: { customer } }: { item: CodeItem }) {
  const { t } = useTranslation("incentives");
  if (!customer) {
    return (
      <Text as="span" tone="subdued">
        {t("list.nobody")}
      </Text>
    );
  }
  return <Link url={`/app/customers/${customer.id}`}>{customer.name || t("list.nameless")}</Link>;
}
