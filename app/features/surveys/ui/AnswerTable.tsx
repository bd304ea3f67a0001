import { BlockStack, Box, Card, IndexTable, InlineStack, Link, Text, useBreakpoints } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { AnswerItem, ResultsPageData } from "../results/presenter.server";
import type { ResultsFilter } from "../schema";

type Props = {
  data: ResultsPageData;
  isLoading: boolean;
  onShow: (part: Partial<ResultsFilter>) => void;
};

/** Answers to the question after a purchase, the newest first; on a phone each is a small card instead of a row. */
export function AnswerTable({ data, isLoading, onShow }: Props) {
  const { t } = useTranslation("surveys");
  const { smDown } = useBreakpoints();
  const { items, pageCount } = data;
  const { page } = data.filter;
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {t("list.title")}
        </Text>
      </Box>
      <IndexTable
        condensed={smDown}
        selectable={false}
        loading={isLoading}
        itemCount={items.length}
        resourceName={{ singular: t("list.label", { count: 1 }), plural: t("list.label", { count: 5 }) }}
        headings={[
          { title: t("list.answer") },
          { title: t("list.customer") },
          { title: t("list.order") },
          { title: t("list.when") },
        ]}
        emptyState={
          <Box padding="800">
            <Text as="p" tone="subdued" alignment="center">
              {t("list.none")}
            </Text>
          </Box>
        }
        {...(pageCount > 1
          ? {
              pagination: {
                hasPrevious: page > 1,
                hasNext: page < pageCount,
                onPrevious: () => onShow({ page: page - 1 }),
                onNext: () => onShow({ page: page + 1 }),
                label: t("list.page", { page, pageCount }),
              },
            }
          : {})}
      >
        {items.map((item, position) => (
          <IndexTable.Row key={item.orderId} id={item.orderId} position={position}>
            {smDown ? <CondensedAnswer item={item} /> : <AnswerCells item={item} />}
          </IndexTable.Row>
        ))}
      </IndexTable>
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
    <Box padding="300" width="100%">
      <BlockStack gap="200">
        <Said item={item} />
        <InlineStack gap="200" align="space-between">
          <Person item={item} />
          <Text as="span" variant="bodySm" tone="subdued">
            {`${item.orderName ?? "–"} · ${format.dayOf(item.answeredAt)}`}
          </Text>
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

function Said({ item: { label, comment } }: One) {
  return (
    <BlockStack gap="050">
      <Text as="span" fontWeight="semibold" breakWord>
        {label}
      </Text>
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
