import { Badge, BlockStack, Box, Card, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ItemTable } from "~/ui/ItemTable";
import { useFormat } from "~/ui/use-format";

import type { AnswerItem, ResultsPageData } from "../results/presenter.server";
import type { ResultsFilter } from "../schema";

type Props = {
  data: ResultsPageData;
  isLoading: boolean;
  onShow: (part: Partial<ResultsFilter>) => void;
};

/** Answers to the question after a purchase, the newest first. */
export function AnswerTable({ data, isLoading, onShow }: Props) {
  const { t } = useTranslation("surveys");
  const { items, pageCount } = data;
  const { page } = data.filter;
  const paging = {
    ...{ page, pageCount, label: t("list.page", { page, pageCount }) },
    onPage: (next: number) => onShow({ page: next }),
  };
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {t("list.title")}
        </Text>
      </Box>
      <ItemTable
        {...{ items, isLoading }}
        keyOf={({ orderId }) => orderId}
        names={{ one: t("list.label", { count: 1 }), many: t("list.label", { count: 5 }) }}
        headings={[
          { title: t("list.answer") },
          { title: t("list.customer") },
          { title: t("list.order") },
          { title: t("list.when") },
        ]}
        empty={{ text: t("list.none") }}
        {...(pageCount > 1 ? { paging } : {})}
        cells={(item) => <AnswerCells item={item} />}
        card={(item) => <CondensedAnswer item={item} />}
      />
    </Card>
  );
}

type One = { item: AnswerItem };

function AnswerCells({ item }: One) {
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <Box maxWidth="420px">
          <Said item={item} />
        </Box>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Person item={item} />
      </IndexTable.Cell>
      <IndexTable.Cell>{item.orderName ?? "–"}</IndexTable.Cell>
      <IndexTable.Cell>{format.dayOf(item.answeredAt)}</IndexTable.Cell>
    </>
  );
}

function CondensedAnswer({ item }: One) {
  const format = useFormat();
  return (
    <BlockStack gap="200">
      <Said item={item} />
      <InlineStack gap="200" align="space-between">
        <Person item={item} />
        <Text as="span" variant="bodySm" tone="subdued">
          {`${item.orderName ?? "–"} · ${format.dayOf(item.answeredAt)}`}
        </Text>
      </InlineStack>
    </BlockStack>
  );
}

function Said({ item: { label, comment, isTest } }: One) {
  const { t } = useTranslation("surveys");
  return (
    <BlockStack gap="050">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" fontWeight="semibold" breakWord>
          {label}
        </Text>
        {isTest ? <Badge>{t("list.test")}</Badge> : null}
      </InlineStack>
      {comment === null ? null : (
        <div style={{ whiteSpace: "pre-line" }}>
          <Text as="p" breakWord>
            {comment}
          </Text>
        </div>
      )}
    </BlockStack>
  );
}

function Person({ item: { customer } }: One) {
  const { t } = useTranslation("surveys");
  if (!customer)
    return (
      <Text as="span" tone="subdued">
        {t("list.guest")}
      </Text>
    );
  return <Link url={`/app/customers/${customer.id}`}>{customer.name || t("list.nameless")}</Link>;
}
