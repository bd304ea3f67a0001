import { Banner, BlockStack, Box, InlineGrid, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { EmptyNotice } from "~/ui/EmptyNotice";
import { MetricCard } from "~/ui/MetricCard";
import { useFormat } from "~/ui/use-format";

import type { ReferralsPageData } from "../list/presenter.server";
import { type ReferralFilter, referralListUrl } from "../schema";
import { ReferralTable } from "./ReferralTable";
import { ReviewDialog } from "./ReviewDialog";
import type { ReferralsActions } from "./use-referrals";

const SETTINGS_URL = "/app/referrals/settings";

type Props = {
  data: ReferralsPageData;
  isLoading?: boolean;
  actions: ReferralsActions;
  onNavigate: (url: string) => void;
};

/** Who brought whom, what it brought, and what a person has to decide. */
export function ReferralsPage({ data, isLoading = false, actions, onNavigate }: Props) {
  const { t } = useTranslation("referrals");
  const [decidedId, setDecidedId] = useState<string | null>(null);
  const decided = data.items.find(({ id, state }) => id === decidedId && state === "in-review");
  const show = (part: Partial<ReferralFilter>) =>
    onNavigate(referralListUrl({ ...data.filter, page: 1, ...part }));
  const total = Object.values(data.counts).reduce((sum, count) => sum + count, 0);
  return (
    <Page
      fullWidth
      title={t("title")}
      subtitle={t("subtitle")}
      secondaryActions={[{ content: t("actions.settings"), url: SETTINGS_URL }]}
    >
      <BlockStack gap="400">
        {data.isEnabled ? null : (
          <Banner tone="info" title={t("off.title")} action={{ content: t("off.action"), url: SETTINGS_URL }}>
            <Text as="p">{t("off.text")}</Text>
          </Banner>
        )}
        {total === 0 ? (
          <EmptyNotice
            title={t("empty.title")}
            text={t("empty.text")}
            action={{ label: t("actions.settings"), url: SETTINGS_URL }}
          />
        ) : (
          <>
            <Figures data={data} />
            <ReferralTable
              data={data}
              isLoading={isLoading}
              onShow={show}
              onDecide={({ id }) => setDecidedId(id)}
            />
          </>
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
      {decided ? (
        <ReviewDialog
          item={decided}
          data={data}
          onClose={() => setDecidedId(null)}
          onReview={(review) => {
            setDecidedId(null);
            actions.onReview(review);
          }}
        />
      ) : null}
    </Page>
  );
}

function Figures({ data }: { data: ReferralsPageData }) {
  const { t } = useTranslation("referrals");
  const format = useFormat();
  const { counts, netMinor, currencyCode } = data;
  const { refused: _refused, ...counted } = counts;
  const orderCount = Object.values(counted).reduce((sum, count) => sum + count, 0);
  const figure = (key: "orders" | "worth" | "rewarded" | "review", value: string, help: string) => (
    <MetricCard
      title={t(`figures.${key}`)}
      value={value}
      comparison={null}
      explanation={{ label: t(`figures.${key}`), rows: [{ term: t(`figures.${key}`), detail: help }] }}
    />
  );
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <BlockStack gap="200">
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          {figure("orders", format.count(orderCount), t("figures.ordersHelp"))}
          {figure("worth", format.money(netMinor, currencyCode), t("figures.worthHelp"))}
          {figure("rewarded", format.count(counts.rewarded), t("settings.rewardHelp"))}
          {figure("review", format.count(counts["in-review"]), t("list.nothingToReview"))}
        </InlineGrid>
        <InlineStack align="end">
          <AsOf at={data.asOf} />
        </InlineStack>
      </BlockStack>
    </Box>
  );
}
