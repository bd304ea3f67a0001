import { useRevalidator } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Box,
  Card,
  InlineGrid,
  InlineStack,
  Layout,
  List,
  Page,
  Text,
} from "@shopify/polaris";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { AsOf } from "~/ui/AsOf";
import { useFormatInstant } from "~/ui/DateTime";
import { useFormat } from "~/ui/use-format";

import type { SpoolStatus, SystemStatus } from "../schema";

import { DeadLetterTable } from "./DeadLetterTable";
import { ReconcileCard } from "./ReconcileCard";
import { SyncCard } from "./SyncCard";

const REFRESH_MS = 3_000;

/** Is the copy whole, does the stream flow, and what waits for a person. */
export function SystemPage({ status, spool }: { status: SystemStatus; spool: SpoolStatus | null }) {
  const { t } = useTranslation("system");
  const isComparing = status.reconcile.run?.state === "running";
  const isWaiting = status.jobs.waitingCount > 0 || (spool?.waitingCount ?? 0) > 0;
  const isBusy = !status.sync.isComplete || isWaiting || isComparing;
  useRefreshWhile(isBusy);

  return (
    <Page title={t("title")} subtitle={t("subtitle")} titleMetadata={<AsOf at={status.asOf} />}>
      <Layout>
        {status.missingScopes.length > 0 ? (
          <Layout.Section>
            <Banner tone="warning" title={t("scopes.title")}>
              <List>
                {status.missingScopes.map(({ part, scope }) => (
                  <List.Item key={part}>{t(`scopes.${part}`, { scope })}</List.Item>
                ))}
              </List>
              <p>{t("scopes.help")}</p>
            </Banner>
          </Layout.Section>
        ) : null}
        <SpoolBanner spool={spool} asOf={status.asOf} />
        {status.outbox.failingCount > 0 ? (
          <Layout.Section>
            <Banner tone="warning" title={t("outbox.failing", { count: status.outbox.failingCount })}>
              <p>{t("outbox.failingHelp", { error: status.outbox.lastError })}</p>
            </Banner>
          </Layout.Section>
        ) : null}
        <Layout.Section>
          <SyncCard sync={status.sync} />
        </Layout.Section>
        <Layout.Section>
          <ReconcileCard reconcile={status.reconcile} />
        </Layout.Section>
        <Layout.Section>
          <InlineGrid columns={{ xs: 1, md: 3 }} gap="400">
            <DeliveriesCard deliveries={status.deliveries} spool={spool} />
            <FlowCard
              title={t("jobs.title")}
              help={t("jobs.help")}
              rows={[
                [t("jobs.waiting"), status.jobs.waitingCount],
                [t("jobs.scheduled"), status.jobs.scheduledCount],
                [t("jobs.retrying"), status.jobs.retryingCount],
                [t("jobs.dead"), status.jobs.deadCount],
              ]}
            />
            <FlowCard
              title={t("outbox.title")}
              help={t("outbox.help")}
              rows={[
                [t("outbox.pending"), status.outbox.pendingCount],
                [t("outbox.retrying"), status.outbox.failingCount],
              ]}
            />
          </InlineGrid>
        </Layout.Section>
        <Layout.Section>
          <DeadLetterTable letters={status.deadLetters} totalCount={status.deadLetterCount} />
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

/** Longer than a worker ever needs for what one moment brings. */
const LONG_WAIT_MS = 5 * 60_000;

/** Accepted and safe, but nobody takes them over: the worker has to be looked at. */
function SpoolBanner({ spool, asOf }: { spool: SpoolStatus | null; asOf: string }) {
  const { t } = useTranslation("system");
  const format = useFormatInstant();
  if (!spool?.oldestAt || Date.parse(asOf) - Date.parse(spool.oldestAt) < LONG_WAIT_MS) return null;
  return (
    <Layout.Section>
      <Banner tone="warning" title={t("spool.long", { count: spool.waitingCount })}>
        <p>{t("spool.longHelp", { at: format(spool.oldestAt) })}</p>
      </Banner>
    </Layout.Section>
  );
}

function DeliveriesCard({
  deliveries,
  spool,
}: {
  deliveries: SystemStatus["deliveries"];
  spool: SpoolStatus | null;
}) {
  const { t } = useTranslation("system");
  const format = useFormatInstant();
  const { counts, lastReceivedAt, lagSeconds } = deliveries;
  return (
    <FlowCard
      title={t("deliveries.title")}
      help={
        lastReceivedAt === null
          ? t("deliveries.none")
          : t("deliveries.last", { at: format(lastReceivedAt), lag: lagSeconds ?? 0 })
      }
      {...(spool
        ? {
            note: spool.oldestAt ? t("spool.since", { at: format(spool.oldestAt) }) : t("spool.empty"),
          }
        : {})}
      rows={[
        [t("deliveries.projected"), counts.projected],
        [t("deliveries.stored"), counts.stored],
        [t("deliveries.ignored"), counts.ignored],
        [t("deliveries.refused"), counts.refused + counts.dead],
        ...(spool ? [[t("spool.waiting"), spool.waitingCount] as const] : []),
      ]}
    />
  );
}

function FlowCard({
  title,
  help,
  note,
  rows,
}: {
  title: string;
  help: string;
  /** Below the figures. */
  note?: string;
  rows: readonly (readonly [string, number])[];
}) {
  const { count } = useFormat();
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {help}
          </Text>
        </BlockStack>
        {rows.map(([label, value]) => (
          <InlineStack key={label} align="space-between" wrap={false}>
            <Text as="span">{label}</Text>
            <Text as="span" numeric fontWeight="semibold">
              {count(value)}
            </Text>
          </InlineStack>
        ))}
        {note ? (
          <Text as="p" variant="bodySm" tone="subdued">
            {note}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function useRefreshWhile(isBusy: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(revalidate, REFRESH_MS);
    return () => clearInterval(timer);
  }, [isBusy, revalidate]);
}
