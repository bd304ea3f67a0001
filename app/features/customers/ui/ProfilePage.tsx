import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Card,
  InlineGrid,
  Layout,
  Page,
  Pagination,
  Text,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { CoverageNote } from "~/ui/CoverageNote";
import { useFormat } from "~/ui/use-format";

import type { ProfileData } from "../profile/schema";
import { ConsentBadge } from "./ConsentBadge";
import { ConsentCard } from "./ConsentCard";
import { ContactCard } from "./ContactCard";
import { MergesCard } from "./MergesCard";
import { OrdersCard } from "./OrdersCard";
import { profileUrl } from "./profile-url";
import { TimelineCard } from "./TimelineCard";
import type { MergeActions } from "./use-merge-actions";

type DecisionsSlot = { list: ReactNode; page: number; pageCount: number };

/** Everything known of one customer. */
export function ProfilePage({
  profile,
  decisions,
  points,
  referralCard,
  fieldsCard,
  merge,
  tierCard,
  staffCards,
  onNavigate,
}: {
  profile: ProfileData;
  /** What was decided about the customer and why: a list made by the decision log. */
  decisions: DecisionsSlot;
  /** What the customer has of the loyalty programme. */
  points?: ReactNode;
  /** The link by which they recommend the store. */
  referralCard?: ReactNode;
  /** The merchant's own fields; null where nothing can be written down. */
  fieldsCard?: ReactNode;
  merge: MergeActions;
  /** Their tier and what can be done about it; null where there is no account of the store. */
  tierCard: ReactNode;
  /** What the staff has to do about them, and noted of them. */
  staffCards?: ReactNode;
  onNavigate: (url: string) => void;
}) {
  const { t } = useTranslation("customers");
  const { standing, tierName } = profile;
  return (
    <Page
      title={profile.name ?? t("nameless")}
      backAction={{ content: t("title"), url: "/app/customers" }}
      titleMetadata={
        standing === "known" ? (
          <>
            {tierName ? <Badge tone="info">{tierName}</Badge> : null}{" "}
            <ConsentBadge consent={profile.emailConsent} />
          </>
        ) : (
          <Badge tone="attention">{t(`${standing}.badge`)}</Badge>
        )
      }
      {...(profile.email ? { subtitle: profile.email } : {})}
    >
      <Layout>
        {standing === "known" ? null : (
          <Layout.Section variant="fullWidth">
            <Standing profile={profile} />
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <Figures profile={profile} />
            <OrdersCard profile={profile} onNavigate={onNavigate} />
            <TimelineCard profile={profile} onNavigate={onNavigate} />
            <DecisionsCard profile={profile} decisions={decisions} onNavigate={onNavigate} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <ContactCard profile={profile} />
            {staffCards}
            {fieldsCard}
            {tierCard}
            {points}
            {referralCard}
            <MergesCard merges={profile.merges} actions={merge} />
            <ConsentCard profile={profile} onNavigate={onNavigate} />
            <Box paddingInline={{ xs: "400", md: "0" }}>
              <AsOf at={profile.asOf} />
            </Box>
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function Standing({ profile: { standing, deletedAt, mergedIntoId } }: { profile: ProfileData }) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  return (
    <Banner
      tone="warning"
      title={t(`${standing}.title`)}
      {...(mergedIntoId
        ? { action: { content: t("merged.open"), url: `/app/customers/${mergedIntoId}` } }
        : {})}
    >
      <p>{t(`${standing}.text`, { at: deletedAt ? format.dayOf(deletedAt) : "–" })}</p>
    </Banner>
  );
}

function Figures({ profile: { figures, coverage, currencyCode } }: { profile: ProfileData }) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  const day = (at: string | null) => (at ? format.dayOf(at) : "–");
  const { averageOrderMinor, typicalGapDays } = figures;
  const shown = [
    ["orders", format.count(figures.orderCount)],
    ["net-spend", format.money(figures.netMinor, currencyCode)],
    ["average-order", averageOrderMinor === null ? "–" : format.money(averageOrderMinor, currencyCode)],
    ["first-order", day(figures.firstOrderAt)],
    ["last-order", day(figures.lastOrderAt)],
    [
      "typical-gap",
      typicalGapDays === null
        ? "–"
        : t("days.gap", { count: typicalGapDays, value: format.count(typicalGapDays) }),
    ],
  ] as const;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineGrid columns={{ xs: 2, sm: 3 }} gap="400">
          {shown.map(([name, value]) => (
            <BlockStack key={name} gap="050">
              <Text as="h3" variant="bodySm" tone="subdued">
                {t(`figure.${name}`)}
              </Text>
              <Text as="p" variant="headingMd" numeric>
                {value}
              </Text>
            </BlockStack>
          ))}
        </InlineGrid>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("figure.note")}
        </Text>
        {coverage.kind === "whole" ? null : <CoverageNote coverage={coverage} />}
      </BlockStack>
    </Card>
  );
}

function DecisionsCard({
  profile,
  decisions: { list, page, pageCount },
  onNavigate,
}: {
  profile: ProfileData;
  decisions: DecisionsSlot;
  onNavigate: (url: string) => void;
}) {
  const { t } = useTranslation("customers");
  const goTo = (decisionsPage: number) =>
    onNavigate(profileUrl(profile.id, { ...profile.query, decisionsPage }));
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="0">
        <Text as="h2" variant="headingMd">
          {t("profile.decisions")}
        </Text>
      </Box>
      {list}
      {pageCount > 1 ? (
        <Pagination
          type="table"
          label={t("page", { page, pageCount })}
          hasPrevious={page > 1}
          hasNext={page < pageCount}
          onPrevious={() => goTo(page - 1)}
          onNext={() => goTo(page + 1)}
        />
      ) : null}
    </Card>
  );
}
