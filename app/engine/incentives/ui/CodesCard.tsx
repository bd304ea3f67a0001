import { BlockStack, Card, IndexTable, InlineStack, Link, Tabs, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ItemTable, NumberCell } from "~/ui/ItemTable";
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

/** What was given, newest first. */
export function CodesCard({ data, isLoading, onShow }: Props) {
  const { t } = useTranslation("incentives");
  const { items, filter, pageCount, currencyCode } = data;
  const { page, tab } = filter;
  return (
    <Card padding="0">
      <Tabs
        tabs={TAB_NAMES.map((name) => ({ id: `codes-${name}`, content: t(`tabs.${name}`) }))}
        selected={TAB_NAMES.indexOf(tab)}
        onSelect={(index) => onShow({ tab: TAB_NAMES[index] ?? "all" })}
      />
      <ItemTable
        {...{ items, isLoading }}
        keyOf={({ id }) => id}
        names={{ one: t("list.label", { count: 1 }), many: t("list.label", { count: 5 }) }}
        headings={[
          { title: t("columns.code") },
          { title: t("columns.customer") },
          { title: t("columns.offer") },
          { title: t("columns.state") },
          { title: t("columns.ends") },
          { title: t("columns.cost"), alignment: "end" },
        ]}
        empty={{ text: t("empty.tab") }}
        paging={{
          ...{ page, pageCount, label: t("list.page", { page, pageCount }) },
          onPage: (next) => onShow({ page: next }),
        }}
        cells={(item) => <CodeCells item={item} currencyCode={currencyCode} />}
        card={(item) => <CondensedCode item={item} currencyCode={currencyCode} />}
      />
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
      <NumberCell>{format.money(item.costMinor, currencyCode)}</NumberCell>
    </>
  );
}

function CondensedCode({ item, currencyCode }: One) {
  const { t } = useTranslation("incentives");
  const format = useFormat();
  const offerText = useOfferText(currencyCode);
  return (
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
          {t("list.until", { at: format.instant(item.expiresAt) })}
        </Text>
      </InlineStack>
    </BlockStack>
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
