import { BlockStack, InlineGrid, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { CampaignFigures } from "../results/presenter.server";

/** How many people are where, what they did, and what came of it. */
export function FigureGrid({
  figures,
  currencyCode,
  asksForAnswer,
}: {
  figures: CampaignFigures;
  currencyCode: string;
  asksForAnswer: boolean;
}) {
  const { t } = useTranslation("campaigns");
  const { count, money } = useFormat();
  const { byState, clickedCount, openedCount, yesCount, noCount, revenue } = figures;
  const of = (...states: (keyof typeof byState)[]) =>
    count(states.reduce((sum, state) => sum + (byState[state] ?? 0), 0));
  const shown: [string, string][] = [
    ["sent", of("sent")],
    ["open", of("waiting", "asked", "written")],
    ["refused", of("refused", "lost")],
    ["heldOut", of("held-out")],
    ["clicked", count(clickedCount)],
    ...(openedCount > 0 ? [["opened", count(openedCount)] as [string, string]] : []),
    ...(asksForAnswer
      ? [["yes", count(yesCount)] as [string, string], ["no", count(noCount)] as [string, string]]
      : []),
    ...(revenue ? [["revenue", money(revenue.netMinor, currencyCode)] as [string, string]] : []),
  ];
  return (
    <InlineGrid columns={{ xs: 2, sm: 3, md: 4 }} gap="300">
      {shown.map(([name, value]) => (
        <BlockStack key={name}>
          <Text as="span" variant="bodySm" tone="subdued">
            {t(`figures.${name}`)}
          </Text>
          <Text as="span" variant="headingSm" numeric>
            {value}
          </Text>
        </BlockStack>
      ))}
    </InlineGrid>
  );
}
