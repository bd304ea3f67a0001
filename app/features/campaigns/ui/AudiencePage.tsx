import { Banner, BlockStack, Box, Card, Link, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { AudiencePreview } from "../audience/presenter.server";
import { CountLines } from "./CountLines";
import { OverlapCard } from "./OverlapCard";
import styles from "./Campaigns.module.css";
import { ProblemList } from "./ProblemList";
import { SendOffDialog } from "./SendOffDialog";
import { StateBadge } from "./StateBadge";
import type { SendOffActions } from "./use-send-off";

type Props = { data: AudiencePreview; actions: SendOffActions };

/** Whom a campaign reaches, whom not and why, what it meets and what it may cost: looked at before it is sent off. */
export function AudiencePage({ data, actions }: Props) {
  const { t } = useTranslation("campaigns");
  const { campaignId, name, state, sendAt, mayCount } = data;
  const [isAsking, setAsking] = useState(false);
  const problems = actions.problems.length > 0 ? actions.problems : data.problems;
  const isDraft = state === "draft";
  const canSend = isDraft && problems.length === 0 && mayCount > 0;
  return (
    <Page
      title={t("preview.title")}
      subtitle={name}
      titleMetadata={<StateBadge state={state} />}
      backAction={{
        content: name,
        url: isDraft ? `/app/campaigns/${campaignId}` : `/app/campaigns/${campaignId}/results`,
      }}
      {...(isDraft
        ? {
            primaryAction: {
              content: t(sendAt ? "preview.schedule" : "preview.send"),
              disabled: !canSend,
              loading: actions.isBusy,
              onAction: () => setAsking(true),
            },
          }
        : {})}
    >
      <BlockStack gap="400">
        {problems.length > 0 ? (
          <Banner tone="warning" title={t("preview.problems")}>
            <ProblemList problems={problems} url={`/app/campaigns/${campaignId}`} />
          </Banner>
        ) : null}
        {isDraft && problems.length === 0 && mayCount === 0 ? (
          <Banner tone="warning" title={t("preview.nobody")} />
        ) : null}
        <div className={styles.columns}>
          <BlockStack gap="400">
            <ReachCard data={data} />
            <OverlapCard data={data} />
          </BlockStack>
          <BlockStack gap="400">
            <CostCard cost={data.cost} />
            <NamesCard data={data} />
          </BlockStack>
        </div>
      </BlockStack>
      {isAsking ? (
        <SendOffDialog
          data={data}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            actions.onSendOff();
          }}
        />
      ) : null}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function ReachCard({ data }: { data: AudiencePreview }) {
  const { t } = useTranslation("campaigns");
  const { count } = useFormat();
  const { matchingCount, mayCount, heldOutCount, movedCount, against, isCut, lookedAtCount } = data;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("preview.reach")}
        </Text>
        <Text as="p" variant="headingLg" numeric>
          {t("preview.ofMatching", {
            count: mayCount,
            number: count(mayCount),
            matching: count(matchingCount),
          })}
        </Text>
        {isCut ? (
          <Text as="p" tone="subdued">
            {t("preview.cut", { number: count(lookedAtCount) })}
          </Text>
        ) : null}
        <CountLines
          lines={[
            { key: "may", label: t("preview.may"), count: mayCount },
            ...(heldOutCount > 0
              ? [{ key: "held-out", label: t("preview.heldOut"), count: heldOutCount }]
              : []),
            ...against.map((one) => ({
              key: one.reason,
              label: t(`against.${one.reason}`),
              count: one.count,
            })),
          ]}
        />
        {movedCount > 0 ? (
          <Text as="p" tone="subdued">
            {t("preview.moved", { count: movedCount, number: count(movedCount) })}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function CostCard({ cost }: Pick<AudiencePreview, "cost">) {
  const { t } = useTranslation("campaigns");
  const { money } = useFormat();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("preview.cost")}
        </Text>
        {cost === null ? (
          <Text as="p" tone="subdued">
            {t("preview.noCost")}
          </Text>
        ) : null}
        {cost?.kind === "expected" ? (
          <>
            <Text as="p" variant="headingLg" numeric>
              {t("preview.most", { amount: money(cost.mostMinor, cost.currencyCode) })}
            </Text>
            <Text as="p" tone="subdued">
              {t("preview.each", { amount: money(cost.eachMinor, cost.currencyCode) })}
            </Text>
          </>
        ) : null}
        {cost?.kind === "refused" ? (
          <Text as="p" tone="critical">
            {t("preview.codeRefused")} {t(`refusal.${cost.reason}`)}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function NamesCard({ data: { people, mayCount } }: { data: AudiencePreview }) {
  const { t } = useTranslation("campaigns");
  const { count } = useFormat();
  const more = mayCount - people.length;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("preview.names")}
        </Text>
        {people.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("preview.noNames")}
          </Text>
        ) : (
          <ul className={styles.list}>
            {people.map(({ customerId, name }) => (
              <li key={customerId} className={styles.line}>
                <Link url={`/app/customers/${customerId}`} removeUnderline>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        )}
        {more > 0 ? (
          <Text as="p" tone="subdued">
            {t("preview.more", { count: more, number: count(more) })}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
