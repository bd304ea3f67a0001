import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { MemberView } from "../schema";

/** On a customer's profile: what they have, and the way to their ledger. */
export function PointsCard({ customerId, member }: { customerId: string; member: MemberView }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const { availablePoints, pendingPoints, debtPoints, nextExpiry } = member;
  const notes = [
    pendingPoints > 0
      ? t("lots.part.pending", { count: pendingPoints, value: format.count(pendingPoints) })
      : null,
    debtPoints > 0 ? t("lots.part.debt", { count: debtPoints, value: format.count(debtPoints) }) : null,
    nextExpiry
      ? t("member.expiry", {
          count: nextExpiry.points,
          value: format.count(nextExpiry.points),
          day: format.day(nextExpiry.on),
        })
      : null,
  ].filter((note) => note !== null);
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("card.title")}
          </Text>
          <Link url={`/app/loyalty/members/${customerId}`}>{t("card.open")}</Link>
        </InlineStack>
        <Text as="p" variant="headingLg" numeric>
          {t("points", { count: availablePoints, value: format.count(availablePoints) })}
        </Text>
        {notes.map((note) => (
          <Text as="p" key={note} variant="bodySm" tone="subdued">
            {note}
          </Text>
        ))}
      </BlockStack>
    </Card>
  );
}
