import { BlockStack, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { SplitArm, SplitState, SplitVerdict } from "../schema";

/** The variants of a split beside each other: who came, who bought, and which is better once that can be told. */
export function SplitFigures({
  split: { arms, windowDays, verdict },
  currencyCode,
}: {
  split: SplitState;
  currencyCode: string;
}) {
  const { t } = useTranslation("experiments");
  const { count } = useFormat();
  return (
    <BlockStack gap="050">
      <Text as="p" variant="bodySm" fontWeight="medium">
        {t("split.title", { arms: arms.map(({ key }) => key).join(", ") })}
      </Text>
      {arms.map((arm) => (
        <Text key={arm.key} as="p" variant="bodySm">
          {t("split.arm", { arm: arm.key, people: count(arm.enteredCount) })}{" "}
          <Bought arm={arm} windowDays={windowDays} />
        </Text>
      ))}
      <Verdict verdict={verdict} currencyCode={currencyCode} />
    </BlockStack>
  );
}

function Bought({
  arm: { throughCount, buyerCount, rate },
  windowDays,
}: {
  arm: SplitArm;
  windowDays: number;
}) {
  const { t } = useTranslation("experiments");
  const { count, share } = useFormat();
  if (!rate) return t("split.nobodyThrough", { days: windowDays });
  const { value, low, high } = rate;
  return t("split.bought", {
    ...{ buyers: count(buyerCount), people: count(throughCount), days: windowDays },
    ...{ share: share(value), low: share(low), high: share(high) },
  });
}

function Verdict({ verdict, currencyCode }: { verdict: SplitVerdict; currencyCode: string }) {
  const { t } = useTranslation("experiments");
  const { count, money, dayOf } = useFormat();
  if (verdict.kind === "better") {
    const { arm, meanMinor, otherArm, otherMeanMinor } = verdict;
    const amounts = {
      amount: money(meanMinor, currencyCode),
      otherAmount: money(otherMeanMinor, currencyCode),
    };
    return (
      <Text as="p" variant="bodySm">
        {t("split.better", { arm, otherArm, ...amounts })}
      </Text>
    );
  }
  if (verdict.kind === "no-difference")
    return (
      <Text as="p" variant="bodySm">
        {t("split.no-difference")}
      </Text>
    );
  const { neededCount, readyAt } = verdict;
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {t("split.too-early")}
      {neededCount === null ? "" : ` ${t("lift.needed", { people: count(neededCount) })}`}
      {readyAt === null ? "" : ` ${t("lift.readyAt", { at: dayOf(readyAt) })}`}
    </Text>
  );
}
