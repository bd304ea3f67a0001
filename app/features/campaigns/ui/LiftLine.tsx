import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { LiftState } from "~/engine/experiments/schema";
import { useFormat } from "~/ui/use-format";

/** What a campaign brought beside those who were left out. */
export function LiftLine({ lift, currencyCode }: { lift: LiftState; currencyCode: string }) {
  const { t } = useTranslation("campaigns");
  const { money, dayOf, share } = useFormat();
  if (lift.kind === "not-enough-data")
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        {t(`lift.why.${lift.why}`, { count: lift.neededCount ?? 0 })}
        {lift.readyAt === null ? "" : ` ${t("lift.readyAt", { at: dayOf(lift.readyAt) })}`}
      </Text>
    );
  const inMoney = (minor: number) => money(Math.round(minor), currencyCode);
  return (
    <Text as="p" variant="bodySm">
      {t("lift.perPerson", {
        treated: inMoney(lift.treatedMeanMinor),
        control: inMoney(lift.controlMeanMinor),
      })}{" "}
      {t(`lift.${lift.kind}`, {
        amount: inMoney(lift.incrementalMinor),
        low: inMoney(lift.lowMinor),
        high: inMoney(lift.highMinor),
        confidence: share(lift.confidence),
      })}
    </Text>
  );
}
