import { BlockStack, InlineGrid, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { LiftLine } from "~/engine/experiments/ui/LiftLine";
import { SplitFigures } from "~/engine/experiments/ui/SplitFigures";
import { useFormat } from "~/ui/use-format";

import { TOKEN_DAYS } from "../flow-screens/schema";
import type { ListedFlow } from "../flow-screens/list/presenter.server";

/** Who went how far through a flow, and what it brought beside those who were held out. */
export function FlowFigures({
  flow: { counts, lift, splits, sentCount, byToken },
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
              {t(`figures.${name}`, { days: TOKEN_DAYS })}
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
      {splits.map(({ stepId, ...split }) => (
        <SplitFigures key={stepId} split={split} currencyCode={currencyCode} />
      ))}
    </BlockStack>
  );
}
