import { BlockStack, InlineGrid, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { LiftState } from "~/engine/experiments/schema";
import { useFormat } from "~/ui/use-format";

import { TOKEN_DAYS } from "../flow-screens/schema";
import type { ListedFlow } from "../flow-screens/list/presenter.server";

/** Who went how far through a flow, and what it brought beside those who were held out. */
export function FlowFigures({
  flow: { counts, lift, sentCount, byToken },
  currencyCode,
}: {
  flow: ListedFlow;
  currencyCode: string;
}) {
  const { t } = useTranslation("flow-screens");
  const { count, money } = useFormat();
  const figures = [
    ["entered", counts.entered],
    ["inside", counts.active + counts.sleeping + counts.waiting],
    ["done", counts.done],
    ["exited", counts.exited + counts.stopped + counts.cancelled],
    ["heldOut", counts["held-out"]],
    ["sent", sentCount],
  ] as const;
  return (
    <BlockStack gap="200">
      <InlineGrid columns={{ xs: 2, sm: 3, md: 6 }} gap="200">
        {figures.map(([name, value]) => (
          <BlockStack key={name}>
            <Text as="span" variant="bodySm" tone="subdued">
              {t(`figures.${name}`)}
            </Text>
            <Text as="span" variant="headingSm" numeric>
              {count(value)}
            </Text>
          </BlockStack>
        ))}
      </InlineGrid>
      <Text as="p" variant="bodySm">
        {t("figures.byToken", {
          count: byToken.orderCount,
          orders: count(byToken.orderCount),
          amount: money(byToken.netMinor, currencyCode),
          days: TOKEN_DAYS,
        })}
      </Text>
      <LiftLine lift={lift} currencyCode={currencyCode} />
    </BlockStack>
  );
}

function LiftLine({ lift, currencyCode }: { lift: LiftState; currencyCode: string }) {
  const { t } = useTranslation("flow-screens");
  const { money, dayOf, share } = useFormat();
  if (lift.kind === "not-enough-data") {
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        {t(`lift.why.${lift.why}`)}
        {lift.readyAt === null ? "" : ` ${t("lift.readyAt", { at: dayOf(lift.readyAt) })}`}
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
