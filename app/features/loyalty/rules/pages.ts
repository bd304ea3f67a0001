import type { Goods, LoyaltySettings, Reward } from "../settings/schema";

/* What pages of the store are told of the programme, so that they can say it without asking the app. */

/** The least points a reward can be had for. */
function leastPoints({ incremental, costPoints }: Reward): number {
  return incremental ? incremental.minPoints : costPoints;
}

/** The reward that is nearest of those somebody cannot have yet; null when they can have them all. */
export function nextReward(
  rewards: readonly Reward[],
  available: number,
): { id: string; title: string; missing: number; costPoints: number } | null {
  const [nearest] = rewards
    .filter((reward) => leastPoints(reward) > available)
    .sort((a, b) => leastPoints(a) - leastPoints(b));
  if (!nearest) return null;
  const costPoints = leastPoints(nearest);
  return { id: nearest.id, title: nearest.title, missing: costPoints - Math.max(0, available), costPoints };
}

/**
 * The terms as Liquid reads them in `app.metafields.perennial.programme`. `order` is what orders earn; `isUpTo`: a price
 * with tax in it earns less than it seems. Excluded goods are named as Liquid names them.
 */
export function termsOf({ order, doings, rewards, multipliers }: LoyaltySettings) {
  return {
    ...{ v: 1, on: true },
    order: order.isOn
      ? {
          ...{ points: order.points, perMinor: order.perMinor, isUpTo: !order.counts.tax },
          factors: multipliers.tiers,
          excluded: excludedOf(order.excluded),
        }
      : null,
    earn: [
      ...(order.isOn
        ? [{ kind: "order", points: order.points, perMinor: order.perMinor, title: "", titles: {} }]
        : []),
      ...doings
        .filter(({ isOn }) => isOn)
        .map(({ kind, points, title, titles }) => ({ kind, points, title, titles })),
    ],
    rewards: rewards.map((reward) => ({
      ...{ id: reward.id, title: reward.title, titles: reward.titles, kind: reward.kind },
      costPoints: leastPoints(reward),
      incremental: reward.incremental,
    })),
  };
}

/** Our id of a product ends with Shopify's number, which is what Liquid has. */
function excludedOf(goods: readonly Goods[]) {
  const valuesOf = (kind: Goods["by"]) => goods.filter(({ by }) => by === kind).map(({ value }) => value);
  return {
    products: valuesOf("product").map((id) => Number(id.split("_").at(-1))),
    types: valuesOf("type"),
    vendors: valuesOf("vendor"),
  };
}
