import { BlockStack, Box, Card, InlineGrid, Page, Tabs, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { useFormat } from "~/ui/use-format";

import { ENTITLEMENT_STATES, perkListUrl, type PerksPageData } from "../../perks/schema";

import { PerkTable } from "./PerkTable";
import type { PerkActions } from "./use-perk-actions";

type Props = {
  data: PerksPageData;
  isLoading: boolean;
  actions: PerkActions;
  onNavigate: (url: string) => void;
};

const TABS = ["all", ...ENTITLEMENT_STATES] as const;

/** Who got what from their tier, when, whether it arrived, and what it costs. */
export function PerksPage({ data, isLoading, actions, onNavigate }: Props) {
  const { t } = useTranslation("vip");
  const { query } = data;
  return (
    <Page
      title={t("perks.page.title")}
      subtitle={t("perks.page.subtitle")}
      backAction={{ content: t("title"), url: "/app/vip" }}
      titleMetadata={<AsOf at={data.asOf} />}
    >
      <BlockStack gap="400">
        <Figures data={data} />
        <Card padding="0">
          <Tabs
            tabs={TABS.map((state) => ({ id: `perks-${state}`, content: t(`perks.state.${state}`) }))}
            selected={TABS.indexOf(query.state)}
            onSelect={(index) => onNavigate(perkListUrl({ state: TABS[index] ?? "all", page: 1 }))}
          />
          <PerkTable
            data={data}
            isLoading={isLoading}
            actions={actions}
            onPage={(page) => onNavigate(perkListUrl({ ...query, page }))}
          />
        </Card>
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Figures({ data: { counts, month, currencyCode } }: { data: PerksPageData }) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  const shown = [
    [t("perks.state.delivered"), format.count(counts.delivered)],
    [t("perks.state.promised"), format.count(counts.promised)],
    [t("perks.page.spent"), format.money(month.spentMinor, currencyCode)],
    [t("perks.page.reserved"), format.money(month.reservedMinor, currencyCode)],
  ] as const;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineGrid columns={{ xs: 2, sm: 4 }} gap="400">
          {shown.map(([label, value]) => (
            <BlockStack key={label} gap="050">
              <Text as="h2" variant="bodySm" tone="subdued">
                {label}
              </Text>
              <Text as="p" variant="headingMd" numeric>
                {value}
              </Text>
            </BlockStack>
          ))}
        </InlineGrid>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("perks.page.note")}
        </Text>
      </BlockStack>
    </Card>
  );
}
