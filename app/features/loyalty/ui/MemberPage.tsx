import { Banner, BlockStack, Box, Card, InlineGrid, Layout, Page, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { useFormat } from "~/ui/use-format";

import type { MemberPage as PageData } from "../member/schema";

import { AdjustCard } from "./AdjustCard";
import { ChangesCard } from "./ChangesCard";
import { LedgerCard } from "./LedgerCard";
import { LotsCard } from "./LotsCard";
import type { MemberActions } from "./use-member-actions";

type Props = { data: PageData; actions: MemberActions; onNavigate: (url: string) => void };

/** One member: the balance, what ends when, what happened, and changes by hand. */
export function MemberPage({ data, actions, onNavigate }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const { customer, ledger } = data;
  return (
    <Page
      title={customer.name || t("nameless")}
      subtitle={t("member.subtitle")}
      backAction={{ content: t("tabs.members"), url: "/app/loyalty/members" }}
      secondaryActions={[{ content: t("member.profile"), url: `/app/customers/${customer.id}` }]}
    >
      <Layout>
        {data.isActive ? null : (
          <Layout.Section variant="fullWidth">
            <Banner tone="info" title={t("member.off.title")}>
              <p>{t("member.off.text")}</p>
            </Banner>
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <Balance data={data} />
            <LotsCard lots={data.lots} />
            <LedgerCard
              ledger={ledger}
              onPage={(page) => onNavigate(`/app/loyalty/members/${customer.id}?page=${page}`)}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            {customer.isLiving ? <AdjustCard limitPoints={data.limitPoints} actions={actions} /> : null}
            <ChangesCard changes={data.changes} actions={actions} />
            <Box paddingInline={{ xs: "400", md: "0" }}>
              <AsOf at={data.asOf} />
            </Box>
          </BlockStack>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Balance({ data: { member } }: { data: PageData }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const { nextExpiry, hold, memberSince } = member;
  const shown = [
    ["available", format.count(member.availablePoints)],
    ["pending", format.count(member.pendingPoints)],
    ["debt", format.count(member.debtPoints)],
    ["since", memberSince ? format.dayOf(memberSince) : "–"],
    [
      "expiry",
      nextExpiry
        ? t("member.expiry", {
            count: nextExpiry.points,
            value: format.count(nextExpiry.points),
            day: format.day(nextExpiry.on),
          })
        : "–",
    ],
    [
      "hold",
      hold ? t(`member.hold.${hold.state}`, { count: hold.points, value: format.count(hold.points) }) : "–",
    ],
  ] as const;
  return (
    <Card>
      <InlineGrid columns={{ xs: 2, sm: 3 }} gap="400">
        {shown.map(([name, value]) => (
          <BlockStack key={name} gap="050">
            <Text as="h2" variant="bodySm" tone="subdued">
              {t(`member.figure.${name}`)}
            </Text>
            <Text as="p" variant={name === "available" ? "headingLg" : "headingSm"} numeric>
              {value}
            </Text>
          </BlockStack>
        ))}
      </InlineGrid>
    </Card>
  );
}
