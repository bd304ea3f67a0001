import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { DateTime } from "~/ui/DateTime";

import type { BrowsingPageData } from "../schema";

const TONES = {
  connected: "success",
  connecting: "info",
  off: "new",
  "missing-scopes": "warning",
  failed: "critical",
} as const;

/** Whether the pixel is there, why not, and how much is known by it. */
export function StandingCard({ data }: { data: BrowsingPageData }) {
  const { t } = useTranslation("browsing");
  const { standing, connectedAt, missingScopes, error, figures } = data;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {t("standing.pixel")}
          </Text>
          <Badge tone={TONES[standing]}>{t(`standing.badge.${standing}`)}</Badge>
        </InlineStack>
        <Text as="p">
          {t(`standing.text.${standing}`, { scopes: missingScopes.join(", "), error: error ?? "" })}
        </Text>
        {standing === "connected" && connectedAt !== null ? (
          <Text as="p" tone="subdued" variant="bodySm">
            {t("standing.since")} <DateTime at={connectedAt} />
          </Text>
        ) : null}
        <Text as="p">
          {t("figures.known", { count: figures.knownBrowsers })}{" "}
          {figures.unknownBrowsers > 0 ? t("figures.unknown", { count: figures.unknownBrowsers }) : null}
        </Text>
      </BlockStack>
    </Card>
  );
}
