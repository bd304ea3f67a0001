import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "~/ui/ConfirmDialog";
import { useFormat } from "~/ui/use-format";

import type { VipStanding } from "../../manual/schema";

import { GiveTierDialog } from "./GiveTierDialog";
import type { StandingActions } from "./use-standing-actions";

type Props = { standing: VipStanding; actions: StandingActions };

/** A customer's tier on their page, and what the staff can do about it. */
export function StandingCard({ standing, actions }: Props) {
  const { t } = useTranslation("vip");
  const [asked, setAsked] = useState<"give" | "take" | null>(null);
  const { answer } = actions;
  useEffect(() => {
    if (answer?.outcome === "given") setAsked(null);
  }, [answer]);
  const { manual, tiers } = standing;
  const isGiven = manual !== null && !manual.isOver;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("manual.title")}
        </Text>
        <Standing standing={standing} />
        {tiers.length === 0 ? (
          <Text as="p" tone="subdued">
            {t("manual.off")}
          </Text>
        ) : (
          <InlineStack gap="200">
            <Button onClick={() => setAsked("give")} disabled={actions.isBusy}>
              {t(isGiven ? "manual.change" : "manual.give")}
            </Button>
            {isGiven ? (
              <Button
                tone="critical"
                variant="tertiary"
                disabled={actions.isBusy}
                onClick={() => setAsked("take")}
              >
                {t("manual.take")}
              </Button>
            ) : null}
          </InlineStack>
        )}
      </BlockStack>
      {asked === "give" ? (
        <GiveTierDialog standing={standing} actions={actions} onClose={() => setAsked(null)} />
      ) : null}
      {asked === "take" ? (
        <ConfirmDialog
          title={t("manual.takeTitle")}
          text={t("manual.takeText")}
          action={t("manual.take")}
          back={t("manual.back")}
          isDestructive
          onClose={() => setAsked(null)}
          onConfirm={() => {
            setAsked(null);
            actions.onTake();
          }}
        />
      ) : null}
    </Card>
  );
}

function Standing({ standing: { tierName, since, endsAt, isByHand, manual } }: Pick<Props, "standing">) {
  const { t } = useTranslation("vip");
  const format = useFormat();
  return (
    <BlockStack gap="150">
      <InlineStack gap="200" blockAlign="center">
        <Badge {...(tierName === null ? {} : { tone: "info" as const })}>
          {tierName ?? t("preview.noTier")}
        </Badge>
        {since === null ? null : (
          <Text as="span" tone="subdued">
            {t("manual.since", { on: format.dayOf(since) })}
          </Text>
        )}
      </InlineStack>
      {endsAt !== null && !isByHand ? (
        <Text as="p">{t("manual.kept", { at: format.instant(endsAt) })}</Text>
      ) : null}
      {manual === null ? null : (
        <BlockStack gap="050">
          <Text as="p">
            {t(manual.isOver ? "manual.given-over" : "manual.given", {
              tier: manual.tierName,
              until: format.instant(manual.untilAt),
            })}
          </Text>
          <Text as="p" tone="subdued" breakWord>
            {manual.reason}
          </Text>
        </BlockStack>
      )}
    </BlockStack>
  );
}
