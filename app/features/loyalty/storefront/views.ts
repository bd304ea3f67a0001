import type { TFunction } from "i18next";

import type { EarnRuleView, RewardView } from "../schema";
import type { LoyaltySettings, Reward } from "../settings/schema";

/** In what language things are told: a BCP 47 tag in lower case, and our texts nearest to it. */
export type Texts = { language: string; t: TFunction };

/** A reward as a member sees it. */
export function rewardView(
  reward: Reward,
  { availablePoints, texts }: { availablePoints: number; texts: Texts },
): RewardView {
  const { id, kind, valueMinor, percentBp, incremental } = reward;
  const costPoints = incremental ? incremental.minPoints : reward.costPoints;
  return {
    id,
    title: titleIn(reward, texts),
    kind,
    costPoints,
    ...(valueMinor !== null && !incremental ? { valueMinor } : {}),
    ...(kind === "percentage" && percentBp !== null ? { percentBp } : {}),
    ...(incremental ? { incremental } : {}),
    affordable: costPoints <= availablePoints,
  };
}

/** What earns points, orders first. */
export function earnRulesOf({ order, doings }: LoyaltySettings, texts: Texts): EarnRuleView[] {
  const { points, perMinor } = order;
  const ofOrders: EarnRuleView[] = order.isOn
    ? [{ kind: "order", points, perMinor, title: texts.t("earn.order") }]
    : [];
  const ofDoings = doings
    .filter(({ isOn }) => isOn)
    .map((rule): EarnRuleView => {
      const own = titleIn(rule, texts);
      return { kind: rule.kind, points: rule.points, title: own === "" ? texts.t(`earn.${rule.kind}`) : own };
    });
  return [...ofOrders, ...ofDoings];
}

/** The merchant's title in a language: of the tag itself, of its base, else as it was written. */
function titleIn(
  { title, titles }: { title: string; titles: Readonly<Record<string, string>> },
  { language }: Texts,
): string {
  const base = language.split("-")[0] ?? language;
  return titles[language] || titles[base] || title;
}
