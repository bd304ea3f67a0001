import { BlockStack, Box, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useDecisionSentence } from "~/engine/decisions/ui/use-decision-sentence";
import { ItemTable } from "~/ui/ItemTable";
import { useFormat } from "~/ui/use-format";

import type { ClickCount, MessageItem, MessageLogData } from "../schema";
import { StateBadge } from "./StateBadge";

type Props = { data: MessageLogData; isLoading: boolean; onPage: (page: number) => void };

/** Messages, newest first. */
export function MessageTable({ data, isLoading, onPage }: Props) {
  const { t } = useTranslation("messaging");
  const { items, filter, pageCount, totalCount } = data;
  const { page } = filter;
  const messages = t("log.count", { count: totalCount });
  return (
    <ItemTable
      {...{ items, isLoading }}
      keyOf={({ id }) => id}
      names={{ one: t("log.count", { count: 1 }), many: messages }}
      headings={[
        { title: t("log.columns.message") },
        { title: t("log.columns.written") },
        { title: t("log.columns.state") },
        { title: t("log.columns.why") },
        { title: t("log.columns.clicks"), alignment: "end" },
      ]}
      empty={{ title: t("log.none.title"), text: t("log.none.text") }}
      paging={{ page, pageCount, label: t("log.page", { page, pageCount, messages }), onPage }}
      cells={(item) => <MessageCells item={item} />}
      card={(item) => <CondensedMessage item={item} />}
    />
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
