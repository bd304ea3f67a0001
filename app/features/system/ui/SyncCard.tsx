import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormatInstant } from "~/ui/DateTime";
import { useFormat } from "~/ui/use-format";

import type { SystemStatus } from "../schema";

type Sync = SystemStatus["sync"];

/** How far the copy of the store is, and how far back it goes. */
export function SyncCard({ sync }: { sync: Sync }) {
  const { t } = useTranslation("system");
  const format = useFormatInstant();
  const { count } = useFormat();
  const retry = useFetcher();
  const windowStartAt =
    sync.resources.find((resource) => resource.resource === "orders")?.windowStartAt ?? null;

  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {t("sync.title")}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {sync.completedAt
                ? t("sync.completed", { at: format(sync.completedAt) })
                : t("sync.running", { percent: sync.percent })}
            </Text>
          </BlockStack>
          <Badge tone={sync.hasFailed ? "critical" : sync.isComplete ? "success" : "info"}>
            {t(
              sync.hasFailed
                ? "sync.badge.failed"
                : sync.isComplete
                  ? "sync.badge.complete"
                  : "sync.badge.running",
            )}
          </Badge>
        </InlineStack>
        {sync.resources.map((resource) => (
          <BlockStack key={resource.resource} gap="100">
            <InlineStack align="space-between" gap="200">
              <Text as="span" id={`sync-${resource.resource}`}>
                {t(`sync.resource.${resource.resource}`)}
              </Text>
              <Text as="span" tone="subdued" numeric>
                {t(`sync.state.${resource.state}`, {
                  loaded: count(resource.loadedCount),
                  found: count(resource.objectCount),
                })}
              </Text>
            </InlineStack>
            <ProgressBar
              progress={resource.percent}
              size="small"
              tone={resource.state === "failed" ? "critical" : "success"}
              ariaLabelledBy={`sync-${resource.resource}`}
            />
            {resource.error ? (
              <Text as="p" tone={resource.state === "failed" ? "critical" : "subdued"} variant="bodySm">
                {t(`sync.error.${resource.error.code}`, { detail: resource.error.detail })}
              </Text>
            ) : null}
          </BlockStack>
        ))}
        {windowStartAt ? (
          <Banner tone="info">
            <p>{t("sync.window", { at: format(windowStartAt, { dateOnly: true }) })}</p>
          </Banner>
        ) : null}
        {sync.hasFailed ? (
          <retry.Form method="post">
            <input type="hidden" name="kind" value="retry-sync" />
            <Button submit loading={retry.state !== "idle"}>
              {t("sync.retry")}
            </Button>
          </retry.Form>
        ) : null}
      </BlockStack>
    </Card>
  );
}
