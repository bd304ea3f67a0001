import { BlockStack, Box, IndexTable, InlineStack, Link, Text, useBreakpoints } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useDecisionSentence } from "~/engine/decisions/ui/use-decision-sentence";
import { useFormat } from "~/ui/use-format";

import type { ClickCount, MessageItem, MessageLogData } from "../schema";
import { StateBadge } from "./StateBadge";

type Props = { data: MessageLogData; isLoading: boolean; onPage: (page: number) => void };

/** Messages, newest first; on a phone each is a small card instead of a row. */
export function MessageTable({ data, isLoading, onPage }: Props) {
  const { t } = useTranslation("messaging");
  const { smDown } = useBreakpoints();
  const { items, filter, pageCount, totalCount } = data;
  const { page } = filter;
  return (
    <IndexTable
      condensed={smDown}
      selectable={false}
      loading={isLoading}
      itemCount={items.length}
      resourceName={{ singular: t("log.count", { count: 1 }), plural: t("log.count", { count: totalCount }) }}
      headings={[
        { title: t("log.columns.message") },
        { title: t("log.columns.written") },
        { title: t("log.columns.state") },
        { title: t("log.columns.why") },
        { title: t("log.columns.clicks"), alignment: "end" },
      ]}
      emptyState={<NothingFits />}
      pagination={{
        hasPrevious: page > 1,
        hasNext: page < pageCount,
        onPrevious: () => onPage(page - 1),
        onNext: () => onPage(page + 1),
        label: t("log.page", { page, pageCount, messages: t("log.count", { count: totalCount }) }),
      }}
    >
      {items.map((item, position) => (
        <IndexTable.Row key={item.id} id={item.id} position={position}>
          {smDown ? <CondensedMessage item={item} /> : <MessageCells item={item} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function MessageCells({ item }: { item: MessageItem }) {
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <Box maxWidth="320px">
          <MessageLink item={item} />
        </Box>
      </IndexTable.Cell>
      <IndexTable.Cell>{format.instant(item.createdAt)}</IndexTable.Cell>
      <IndexTable.Cell>
        <StateBadge state={item.state} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Box maxWidth="420px">
          <Why item={item} />
        </Box>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="p" alignment="end">
          <Clicks clicks={item.clicks} />
        </Text>
      </IndexTable.Cell>
    </>
  );
}

function CondensedMessage({ item }: { item: MessageItem }) {
  const format = useFormat();
  const { people, bots } = item.clicks;
  return (
    <Box padding="300" width="100%">
      <BlockStack gap="100">
        <MessageLink item={item} />
        <InlineStack gap="200" blockAlign="center">
          <StateBadge state={item.state} />
          <Text as="span" variant="bodySm" tone="subdued">
            {format.instant(item.createdAt)}
          </Text>
        </InlineStack>
        <Why item={item} />
        {people + bots > 0 ? (
          <Text as="p" variant="bodySm">
            <Clicks clicks={item.clicks} />
          </Text>
        ) : null}
      </BlockStack>
    </Box>
  );
}

/** Cells of the table keep to one line by themselves; subjects may not. */
function MessageLink({ item: { id, subject, who } }: { item: MessageItem }) {
  const { t } = useTranslation("messaging");
  return (
    <div style={{ whiteSpace: "normal" }}>
      <Link url={`/app/messages/${id}`} dataPrimaryLink removeUnderline monochrome>
        <Text as="span" fontWeight="semibold" breakWord>
          {subject || t("log.forgotten")}
        </Text>
      </Link>
      <Text as="p" variant="bodySm" tone="subdued" breakWord>
        {who || t("log.nobody")}
      </Text>
    </div>
  );
}

function Why({ item: { why } }: { item: MessageItem }) {
  const sentence = useDecisionSentence();
  if (!why) return null;
  return (
    <div style={{ whiteSpace: "normal" }}>
      <Text as="p" variant="bodySm">
        {sentence(why)}
      </Text>
    </div>
  );
}

/** Clicks of people, and of programs beside them where there were some. */
function Clicks({ clicks: { people, bots } }: { clicks: ClickCount }) {
  const { t } = useTranslation("messaging");
  const format = useFormat();
  if (people + bots === 0) return "–";
  return bots === 0
    ? t("log.people", { count: people })
    : t("log.peopleAndBots", { people: format.count(people), bots: format.count(bots) });
}

function NothingFits() {
  const { t } = useTranslation("messaging");
  return (
    <Box padding="800">
      <BlockStack gap="100" inlineAlign="center">
        <Text as="p" variant="headingSm">
          {t("log.none.title")}
        </Text>
        <Text as="p" tone="subdued" alignment="center">
          {t("log.none.text")}
        </Text>
      </BlockStack>
    </Box>
  );
}
