import type { IncentiveSettings, Offer } from "../schema";

import { expectedCostMinor, expectedOrderMinor, marginAfterBp, type ShopAverages } from "./offer";

/** Days that "unused codes" looks back. */
export const UNUSED_WINDOW_DAYS = 90;

export type IncentiveFacts = {
  isShopInstalled: boolean;
  isCustomerKnown: boolean;
  /** Scopes the offer's kind needs and the store has not granted. */
  missingScopes: readonly string[];
  /** Valid orders of the person. */
  orderCount: number;
  /** Codes given in the last 90 days that were not used: open, being made, or over after their message was sent. */
  unusedCodeCount: number;
  /** Another incentive of the person is open. */
  hasOpenIncentive: boolean;
  averages: ShopAverages;
  /** Share of the price that is not cost: of what the offer is for, as far as it is known. */
  grossMarginBp: number | null;
  /** Reserved and spent this month; of the shop, and of the flow or campaign. */
  usedMinor: { shop: number; flow: number };
};

export type RefusalReason =
  | "shop-uninstalled"
  | "erased"
  | "missing-scope"
  | "first-timers-only"
  | "serial-abandoner"
  | "has-open-incentive"
  | "below-margin-floor"
  | "over-shop-budget"
  | "over-flow-budget";

export type IncentiveDecision =
  | { kind: "give"; expectedCostMinor: number }
  /** `params` go into the sentence of the decision log. */
  | { kind: "refuse"; reason: RefusalReason; params: Readonly<Record<string, number | string>> };

/**
 * Whether a person is given an incentive now, and what it is expected to cost.
 *
 * Asked in this order, so that the reason told is the one that lies deepest: whether it can be given at all, whether to
 * this person, whether it pays, whether there is money for it. A budget of exactly what is needed suffices.
 * What was earned only has to be possible.
 */
export function decideIncentive(
  facts: IncentiveFacts,
  offer: Offer,
  settings: IncentiveSettings,
): IncentiveDecision {
  const costMinor = expectedCostMinor(offer, facts.averages);
  const impossible = decidePossible(facts);
  if (impossible || offer.isEarned) return impossible ?? { kind: "give", expectedCostMinor: costMinor };
  return (
    decidePerson(facts, offer, settings) ??
    decideMargin(facts, offer, { settings, costMinor }) ??
    decideBudget(facts, settings, costMinor) ?? { kind: "give", expectedCostMinor: costMinor }
  );
}

/** The same of what the person has paid for, as with points: only what is impossible is refused. */
export function decidePaidFor(facts: IncentiveFacts, offer: Offer): IncentiveDecision {
  return (
    decidePossible(facts) ?? { kind: "give", expectedCostMinor: expectedCostMinor(offer, facts.averages) }
  );
}

type Refusal = Extract<IncentiveDecision, { kind: "refuse" }>;

const refuse = (reason: RefusalReason, params: Refusal["params"] = {}): Refusal => ({
  kind: "refuse",
  reason,
  params,
});

function decidePossible(facts: IncentiveFacts): Refusal | null {
  if (!facts.isShopInstalled) return refuse("shop-uninstalled");
  if (!facts.isCustomerKnown) return refuse("erased");
  const [scope] = facts.missingScopes;
  return scope === undefined ? null : refuse("missing-scope", { scope });
}

function decidePerson(facts: IncentiveFacts, offer: Offer, settings: IncentiveSettings): Refusal | null {
  const { orderCount, unusedCodeCount } = facts;
  if (offer.firstTimersOnly && orderCount > 0) return refuse("first-timers-only", { orderCount });
  if (unusedCodeCount >= settings.mostUnusedCodes) {
    return refuse("serial-abandoner", { count: unusedCodeCount, days: UNUSED_WINDOW_DAYS });
  }
  return offer.oneAtATime && facts.hasOpenIncentive ? refuse("has-open-incentive") : null;
}

function decideMargin(
  { grossMarginBp, averages }: IncentiveFacts,
  offer: Offer,
  { settings, costMinor }: { settings: IncentiveSettings; costMinor: number },
): Refusal | null {
  const floorBp = settings.marginFloorBp;
  if (floorBp === null || grossMarginBp === null) return null;
  const orderMinor = expectedOrderMinor(offer, averages);
  const { value } = offer;
  const discountBp =
    value.kind === "percentage"
      ? value.percentBp
      : Math.round((costMinor * 10_000) / Math.max(orderMinor, costMinor, 1));
  const leftBp = marginAfterBp(grossMarginBp, discountBp);
  return leftBp < floorBp ? refuse("below-margin-floor", { left: leftBp / 100, floor: floorBp / 100 }) : null;
}

function decideBudget(
  { usedMinor }: IncentiveFacts,
  { monthlyBudgetMinor, flowBudgetMinor }: IncentiveSettings,
  costMinor: number,
): Refusal | null {
  const params = (limitMinor: number, used: number) => ({
    limitMinor,
    usedMinor: used,
    neededMinor: costMinor,
  });
  if (monthlyBudgetMinor !== null && usedMinor.shop + costMinor > monthlyBudgetMinor)
    return refuse("over-shop-budget", params(monthlyBudgetMinor, usedMinor.shop));
  if (flowBudgetMinor !== null && usedMinor.flow + costMinor > flowBudgetMinor)
    return refuse("over-flow-budget", params(flowBudgetMinor, usedMinor.flow));
  return null;
}
