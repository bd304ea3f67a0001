import { Badge, BlockStack, Button, IndexTable, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { ItemTable, NumberCell } from "~/ui/ItemTable";
import { useFormat } from "~/ui/use-format";

import type { EntitlementState, PerkItem, PerksPageData } from "../../perks/schema";

import type { PerkActions } from "./use-perk-actions";
import { usePerkText } from "./use-perk-text";

type Props = {
  data: PerksPageData;
  isLoading: boolean;
  actions: PerkActions;
  onPage: (page: number) => void;
};

/** Newest first. */
export function PerkTable({ data, isLoading, actions, onPage }: Props) {
  const { t } = useTranslation("vip");
  const { items, query, pageCount, currencyCode } = data;
  const { page } = query;
  return (
    <ItemTable
      {...{ items, isLoading }}
      keyOf={({ id }) => id}
      names={{ one: t("perks.label", { count: 1 }), many: t("perks.label", { count: 5 }) }}
      headings={[
        { title: t("preview.person") },
        { title: t("perks.column.perk") },
        { title: t("perks.column.promised") },
        { title: t("perks.column.state") },
        { title: t("perks.column.cost"), alignment: "end" },
        { title: t("perks.column.action"), hidden: true },
      ]}
      empty={{ text: t("perks.empty") }}
      paging={{ page, pageCount, label: t("page", { page, pageCount }), onPage }}
      cells={(item) => <Cells {...{ item, currencyCode, actions }} />}
      card={(item) => <Condensed {...{ item, currencyCode, actions }} />}
    />
  );
}

type One = { item: PerkItem; currencyCode: string; actions: PerkActions };

function Cells({ item, currencyCode, actions }: One) {
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <BlockStack>
          <Owner item={item} />
          <Text as="span" variant="bodySm" tone="subdued">
            {item.tierName}
          </Text>
        </BlockStack>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <What item={item} currencyCode={currencyCode} />
      </IndexTable.Cell>
      <IndexTable.Cell>{format.instant(item.promisedAt)}</IndexTable.Cell>
      <IndexTable.Cell>
        <State item={item} />
      </IndexTable.Cell>
      <NumberCell>{item.costMinor === null ? "–" : format.money(item.costMinor, currencyCode)}</NumberCell>
      <IndexTable.Cell>
        <TickOff item={item} actions={actions} />
      </IndexTable.Cell>
    </>
  );
}

function Condensed({ item, currencyCode, actions }: One) {
  const format = useFormat();
  return (
    <BlockStack gap="150">
      <InlineStack align="space-between" gap="200" blockAlign="center">
        <Owner item={item} />
        <Text as="span" variant="bodySm" tone="subdued">
          {format.dayOf(item.promisedAt)}
        </Text>
      </InlineStack>
      <What item={item} currencyCode={currencyCode} />
      <InlineStack align="space-between" gap="200" blockAlign="center">
        <State item={item} />
        {item.costMinor === null ? null : (
          <Text as="span" numeric>
            {format.money(item.costMinor, currencyCode)}
          </Text>
        )}
      </InlineStack>
      <TickOff item={item} actions={actions} />
    </BlockStack>
  );
}

function What({ item, currencyCode }: { item: PerkItem; currencyCode: string }) {
  const { t } = useTranslation("vip");
  const perkText = usePerkText(currencyCode);
  const isInvitation = item.periodKey.startsWith("campaign:");
  return (
    <BlockStack>
      <Text as="span">{isInvitation ? t("perks.invitation") : perkText(item.perk)}</Text>
      {item.code === null ? null : (
        <Text as="span" variant="bodySm" tone="subdued">
          {item.code}
        </Text>
      )}
      {item.messageId === null ? null : (
        <Link url={`/app/messages/${item.messageId}`} removeUnderline>
          {t("perks.message")}
        </Link>
      )}
    </BlockStack>
  );
}

const TONES: Partial<Record<EntitlementState, "success" | "attention" | "critical">> = {
  delivered: "success",
  promised: "attention",
  failed: "critical",
};

function State({ item: { state, reason, isUsed } }: { item: PerkItem }) {
  const { t } = useTranslation("vip");
  const tone = TONES[state];
  return (
    <BlockStack gap="050" inlineAlign="start">
      <Badge {...(tone ? { tone } : {})}>{isUsed ? t("perks.used") : t(`perks.state.${state}`)}</Badge>
      {reason === null ? null : (
        <Text as="span" variant="bodySm" tone="subdued">
          {t([`perks.reason.${reason}`, "perks.reason.other"])}
        </Text>
      )}
    </BlockStack>
  );
}

function TickOff({ item, actions }: { item: PerkItem; actions: PerkActions }) {
  const { t } = useTranslation("vip");
  if (item.perk.kind !== "own" || item.state !== "promised") return null;
  const name = item.customer?.name || t("preview.nameless");
  return (
    <Button
      size="slim"
      disabled={actions.isBusy}
      accessibilityLabel={t("perks.tickOffOf", { name, perk: item.perk.text })}
      onClick={() => actions.onTickOff(item.id)}
    >
      {t("perks.tickOff")}
    </Button>
  );
}

function Owner({ item: { customer } }: { item: PerkItem }) {
  const { t } = useTranslation("vip");
  if (!customer)
    return (
      <Text as="span" tone="subdued">
        {t("perks.nobody")}
      </Text>
    );
  return <Link url={`/app/customers/${customer.id}`}>{customer.name || t("preview.nameless")}</Link>;
}
