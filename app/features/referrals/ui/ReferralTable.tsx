import { BlockStack, Box, Button, Card, IndexTable, InlineStack, Link, Tabs, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ItemTable } from "~/ui/ItemTable";
import { useFormat } from "~/ui/use-format";

import type { ReferralItem, ReferralsPageData } from "../list/presenter.server";
import { type ReferralFilter, TAB_NAMES } from "../schema";
import { StateBadge } from "./StateBadge";
import { useWhy } from "./use-why";

type Props = {
  data: ReferralsPageData;
  isLoading: boolean;
  onShow: (part: Partial<ReferralFilter>) => void;
  onDecide: (item: ReferralItem) => void;
};

/** Orders by recommendation, newest first. */
export function ReferralTable({ data, isLoading, onShow, onDecide }: Props) {
  const { t } = useTranslation("referrals");
  const { items, filter, pageCount, counts } = data;
  const { page, tab } = filter;
  const review = counts["in-review"];
  return (
    <Card padding="0">
      <Tabs
        tabs={TAB_NAMES.map((name) => ({
          id: `referrals-${name}`,
          content: t(`tabs.${name}`),
          ...(name === "review" && review > 0 ? { badge: String(review) } : {}),
        }))}
        selected={TAB_NAMES.indexOf(tab)}
        onSelect={(index) => onShow({ tab: TAB_NAMES[index] ?? "all" })}
      />
      <ItemTable
        {...{ items, isLoading }}
        keyOf={({ id }) => id}
        names={{ one: t("list.label", { count: 1 }), many: t("list.label", { count: 5 }) }}
        headings={[
          { title: t("columns.order") },
          { title: t("columns.friend") },
          { title: t("columns.advocate") },
          { title: t("columns.state") },
          { title: t("columns.why") },
          { title: t("actions.decide"), hidden: true },
        ]}
        empty={{ text: t(tab === "review" ? "list.nothingToReview" : "list.none") }}
        paging={{
          ...{ page, pageCount, label: t("list.page", { page, pageCount }) },
          onPage: (next) => onShow({ page: next }),
        }}
        cells={(item) => <ReferralCells {...{ item, data, onDecide }} />}
        card={(item) => <CondensedReferral {...{ item, data, onDecide }} />}
      />
    </Card>
  );
}

type One = { item: ReferralItem; data: ReferralsPageData; onDecide: (item: ReferralItem) => void };

function ReferralCells({ item, data, onDecide }: One) {
  return (
    <>
      <IndexTable.Cell>
        <OrderName item={item} currencyCode={data.currencyCode} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Person person={item.friend} nobody="guest" />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <BlockStack>
          <Person person={item.advocate} nobody="nobody" />
          <MonthCount item={item} data={data} />
        </BlockStack>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StateBadge state={item.state} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Box maxWidth="380px">
          <Why item={item} data={data} />
        </Box>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Decide item={item} onDecide={onDecide} />
      </IndexTable.Cell>
    </>
  );
}

function CondensedReferral({ item, data, onDecide }: One) {
  const { t } = useTranslation("referrals");
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="start" gap="200">
        <OrderName item={item} currencyCode={data.currencyCode} />
        <StateBadge state={item.state} />
      </InlineStack>
      <InlineStack gap="200">
        <Text as="span" tone="subdued">
          {t("columns.friend")}:
        </Text>
        <Person person={item.friend} nobody="guest" />
      </InlineStack>
      <InlineStack gap="200">
        <Text as="span" tone="subdued">
          {t("columns.advocate")}:
        </Text>
        <Person person={item.advocate} nobody="nobody" />
      </InlineStack>
      <Why item={item} data={data} />
      <Decide item={item} onDecide={onDecide} />
    </BlockStack>
  );
}

function OrderName({
  item: { order, createdAt },
  currencyCode,
}: {
  item: ReferralItem;
  currencyCode: string;
}) {
  const format = useFormat();
  return (
    <BlockStack>
      <Text as="span" fontWeight="semibold">
        {order === null ? "–" : `${order.name} · ${format.money(order.netMinor, currencyCode)}`}
      </Text>
      <Text as="span" variant="bodySm" tone="subdued">
        {format.dayOf(createdAt)}
      </Text>
    </BlockStack>
  );
}

function Person({ person, nobody }: { person: ReferralItem["friend"]; nobody: "guest" | "nobody" }) {
  const { t } = useTranslation("referrals");
  if (!person) {
    return (
      <Text as="span" tone="subdued">
        {t(`list.${nobody}`)}
      </Text>
    );
  }
  return <Link url={`/app/customers/${person.id}`}>{person.name || t("list.nobody")}</Link>;
}

/** How much of the month's limit is used up. */
function MonthCount({ item, data: { caps } }: Omit<One, "onDecide">) {
  const { t } = useTranslation("referrals");
  if (item.advocate === null || caps.month === null) return null;
  return (
    <Text as="span" variant="bodySm" tone="subdued">
      {`${t("columns.month")}: ${t("list.ofCap", { count: item.monthCount, cap: caps.month })}`}
    </Text>
  );
}

function Why({ item, data }: Omit<One, "onDecide">) {
  const { t } = useTranslation("referrals");
  const why = useWhy(data.currencyCode, data.asOf);
  const isLost = item.reason === "reward-lost";
  return (
    <BlockStack gap="050">
      {why(item).map((sentence) => (
        <Text key={sentence} as="p" breakWord {...(isLost ? { tone: "critical" as const } : {})}>
          {sentence}
        </Text>
      ))}
      {item.note === null ? null : (
        <Text as="p" variant="bodySm" tone="subdued" breakWord>
          {t("list.reviewed", { note: item.note })}
        </Text>
      )}
    </BlockStack>
  );
}

function Decide({ item, onDecide }: Omit<One, "data">) {
  const { t } = useTranslation("referrals");
  if (item.state !== "in-review") return null;
  return (
    <InlineStack>
      <Button
        onClick={() => onDecide(item)}
        accessibilityLabel={`${t("actions.decide")}: ${item.order?.name ?? ""}`}
      >
        {t("actions.decide")}
      </Button>
    </InlineStack>
  );
}
