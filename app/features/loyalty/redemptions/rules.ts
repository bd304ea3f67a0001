import type { OfferInput, OfferValue } from "~/engine/incentives/schema";

import type { Reward } from "../settings/schema";

/*
 * A redemption: held (points are put aside, the store is asked for the reward) → issued (the code is there) → redeemed
 * (an order used it; money is redeemed as soon as it is given). held → returned when the store will not make it; issued →
 * returned when it is cancelled, or over unused. An order that is cancelled takes redeemed back to issued, or to returned
 * where the reward has ended meanwhile; a code used although it had been returned takes its points again. Any → forfeited
 * with the person.
 */

export type RedemptionState = "held" | "issued" | "redeemed" | "returned" | "forfeited";

export type RedeemRefusal =
  | "programme-off"
  | "customer-unknown"
  | "reward-unknown"
  | "reward-over"
  | "hold-open"
  | "points-needed"
  | "off-step"
  | "below-minimum"
  | "above-maximum"
  | "worth-nothing"
  | "not-enough"
  | "request-repeated"
  | "not-possible";

export type RedeemFacts = {
  isActive: boolean;
  isCustomerKnown: boolean;
  reward: Reward | null;
  /** In the shop's zone. */
  today: string;
  hasHold: boolean;
  availablePoints: number;
};

export type RedeemDecision =
  | { kind: "give"; reward: Reward; points: number; value: OfferValue }
  | { kind: "refuse"; reason: RedeemRefusal; params: Readonly<Record<string, number>> };

/**
 * Whether somebody gets a reward for points now, for how many, and what it is worth.
 *
 * @param wished Points of an incremental reward; a fixed one costs what it costs.
 */
export function decideRedemption(facts: RedeemFacts, wished: number | undefined): RedeemDecision {
  const { reward } = facts;
  if (!facts.isActive) return refuse("programme-off");
  if (!facts.isCustomerKnown) return refuse("customer-unknown");
  if (!reward) return refuse("reward-unknown");
  if (!isOffered(reward, facts.today)) return refuse("reward-over");
  if (facts.hasHold) return refuse("hold-open");
  const price = priceOf(reward, wished);
  if (price.kind === "refuse") return price;
  const { points } = price;
  const value = valueOf(reward, points);
  if (!value) return refuse("worth-nothing", { points });
  const { availablePoints } = facts;
  if (points > availablePoints)
    return refuse("not-enough", { points, available: availablePoints, missing: points - availablePoints });
  return { kind: "give", reward, points, value };
}

/** Whether a reward can be had on a day. */
export function isOffered({ isOn, endsOn }: Pick<Reward, "isOn" | "endsOn">, today: string): boolean {
  return isOn && (endsOn === null || today <= endsOn);
}

type Refusal = Extract<RedeemDecision, { kind: "refuse" }>;

const refuse = (reason: RedeemRefusal, params: Refusal["params"] = {}): Refusal => ({
  kind: "refuse",
  reason,
  params,
});

function priceOf(
  { incremental, costPoints }: Reward,
  wished: number | undefined,
): { kind: "price"; points: number } | Refusal {
  if (!incremental) return { kind: "price", points: costPoints };
  const { stepPoints, minPoints, maxPoints } = incremental;
  if (wished === undefined) return refuse("points-needed", { step: stepPoints, min: minPoints });
  if (!Number.isSafeInteger(wished) || wished < minPoints) return refuse("below-minimum", { min: minPoints });
  if (maxPoints !== null && wished > maxPoints) return refuse("above-maximum", { max: maxPoints });
  if (wished % stepPoints !== 0) return refuse("off-step", { step: stepPoints });
  return { kind: "price", points: wished };
}

/** What a reward is worth for so many points; null where that rounds to nothing. */
export function valueOf(reward: Reward, points: number): OfferValue | null {
  switch (reward.kind) {
    case "percentage":
      return reward.percentBp ? { kind: "percentage", percentBp: reward.percentBp } : null;
    case "free-shipping":
      return { kind: "free-shipping" };
    case "product":
      return reward.valueMinor ? { kind: "amount", amountMinor: reward.valueMinor } : null;
    case "amount":
    case "gift-card":
    case "store-credit": {
      const amountMinor = amountOf(reward, points);
      return amountMinor >= 1 ? { kind: reward.kind, amountMinor } : null;
    }
  }
}

function amountOf({ incremental, valueMinor }: Reward, points: number): number {
  if (!incremental) return valueMinor ?? 0;
  return Math.floor(points / incremental.stepPoints) * incremental.valuePerStepMinor;
}

/** The incentive that is given for a reward. Its days count at once: the member has it before their eyes. */
export function offerOf(reward: Reward, value: OfferValue): OfferInput {
  return {
    value,
    minimum: reward.minimumMinor === null ? null : { kind: "amount", amountMinor: reward.minimumMinor },
    items:
      reward.kind === "product" && reward.productGid !== null
        ? { kind: "products", gids: [reward.productGid] }
        : { kind: "all" },
    validDays: reward.validDays,
    clock: "issued",
    prefix: "PTS",
    title: reward.title,
  };
}
