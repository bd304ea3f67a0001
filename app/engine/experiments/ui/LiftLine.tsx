import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { LiftState } from "../schema";

/** What was brought, beside those who were left out; or why that cannot be said yet. */
export function LiftLine({ lift, currencyCode }: { lift: LiftState; currencyCode: string }) {
  const { t } = useTranslation("experiments");
  const { count, money, dayOf, share } = useFormat();
  if (lift.kind === "not-enough-data") {
    const { why, neededCount, readyAt } = lift;
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        {t(`lift.why.${why}`)}
        {neededCount === null ? "" : ` ${t("lift.needed", { people: count(neededCount) })}`}
        {readyAt === null ? "" : ` ${t("lift.readyAt", { at: dayOf(readyAt) })}`}
      </Text>
    );
  }
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
