import { Badge, BlockStack, Box, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { OpenLot } from "../member/schema";

/** What is not spent yet, by when it came and when it ends. */
export function LotsCard({ lots }: { lots: readonly OpenLot[] }) {
  const { t } = useTranslation("loyalty-screens");
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t("lots.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t(lots.length === 0 ? "lots.none" : "lots.text")}
          </Text>
        </BlockStack>
      </Box>
      {lots.map((lot) => (
        <Fragment key={lot.id}>
          <Divider />
          <Box padding="300" paddingInline="400">
            <LotRow lot={lot} />
          </Box>
        </Fragment>
      ))}
    </Card>
  );
}

const PARTS = ["available", "pending", "held", "debt"] as const;

function LotRow({ lot }: { lot: OpenLot }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const parts = PARTS.filter((part) => lot[`${part}Points`] > 0).map((part) =>
    t(`lots.part.${part}`, { count: lot[`${part}Points`], value: format.count(lot[`${part}Points`]) }),
  );
  return (
    <InlineStack align="space-between" blockAlign="start" gap="200">
      <BlockStack gap="050">
        <InlineStack align="start" gap="200">
          <Text as="span" fontWeight="medium">
            {t(`source.${lot.sourceKind}`, { order: lot.orderName ?? "" })}
          </Text>
          {lot.isUnderReview ? <Badge tone="attention">{t("lots.review")}</Badge> : null}
        </InlineStack>
        <Text as="span" variant="bodySm" tone="subdued">
          {t("lots.earned", { day: format.day(lot.earnedOn) })}
          {lot.pendingUntil ? ` · ${t("lots.from", { day: format.day(lot.pendingUntil) })}` : ""}
        </Text>
      </BlockStack>
      <BlockStack gap="050" inlineAlign="end">
        <Text as="span" numeric fontWeight="medium">
          {parts.join(" · ")}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {lot.lastOn ? t("lots.until", { day: format.day(lot.lastOn) }) : t("lots.forever")}
        </Text>
      </BlockStack>
    </InlineStack>
  );
}
