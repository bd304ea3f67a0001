import { DAY_MS } from "~/kit/duration";

import type { ReferralSettings, ReferralState, Refusal, Signal } from "../schema";

/*
 * A referral is an order that somebody placed with the code of an advocate.
 *
 * seen (placed, not paid) → held (paid; the return window runs) → rewarded, when the window is over and nothing speaks
 * against it. in-review: something does, and a person of the staff decides; approved, it goes on as held. refused: from
 * every state before the reward, for a reason. rewarded and refused are final: nobody is rewarded twice, and what was
 * given after the window is not taken back.
 */

export type ReferralFacts = {
  state: ReferralState;
  order: {
    isTest: boolean;
    /** Cancelled, or deleted in the store. */
    isGone: boolean;
    /** So much was given back that it no longer counts (`isAsGoodAsRefunded`). */
    isRefunded: boolean;
    isPaid: boolean;
  };
  /** The advocate's own order. */
  isOwn: boolean;
  /** The friend bought before this order. */
  hasBoughtBefore: boolean;
  /** The friend was won by an earlier referral, whoever's it was. */
  isKnownFriend: boolean;
  isAdvocateThere: boolean;
  signals: readonly Signal[];
  /** A person of the staff looked at it and let it through. */
  isApproved: boolean;
  /** The contacts that the two are compared by are still asked for. */
  isAsking: boolean;
  /** First seen with the code; first seen paid, null = not yet. */
  seenAt: Date;
  qualifiedAt: Date | null;
  /** When its return window is over; null before it began. Later settings do not move it. */
  dueAt: Date | null;
  /** Rewards of the advocate in this month and ever. */
  rewarded: { month: number; lifetime: number };
};

export type ReferralDecision =
  /** Not paid yet. */
  | { kind: "see" }
  | { kind: "hold"; qualifiedAt: Date; dueAt: Date }
  | { kind: "review"; qualifiedAt: Date; dueAt: Date }
  | { kind: "reward"; qualifiedAt: Date; dueAt: Date }
  | { kind: "refuse"; reason: Refusal }
  /** Rewarded or refused for good. */
  | { kind: "final" };

/** An order that is not paid by then never is. */
export const UNPAID_DAYS = 60;

const HOUSEHOLD: readonly Signal[] = ["same-phone", "same-address"];

/** What a referral comes to now. Asked again after every change, so it only ever goes by how things stand. */
export function decideReferral(
  facts: ReferralFacts,
  settings: Pick<
    ReferralSettings,
    "holdDays" | "onlyFirstOrder" | "household" | "monthlyCap" | "lifetimeCap"
  >,
  now: Date,
): ReferralDecision {
  if (facts.state === "rewarded" || facts.state === "refused") return { kind: "final" };
  const refusal = refusalOf(facts, settings);
  if (refusal) return { kind: "refuse", reason: refusal };
  if (!facts.order.isPaid) return decideUnpaid(facts, now);
  const qualifiedAt = facts.qualifiedAt ?? now;
  const dueAt = facts.dueAt ?? new Date(qualifiedAt.getTime() + settings.holdDays * DAY_MS);
  if (facts.signals.length > 0 && !facts.isApproved) return { kind: "review", qualifiedAt, dueAt };
  if (now < dueAt || facts.isAsking) return { kind: "hold", qualifiedAt, dueAt };
  const cap = capOf(facts, settings);
  return cap ? { kind: "refuse", reason: cap } : { kind: "reward", qualifiedAt, dueAt };
}

function decideUnpaid({ seenAt }: ReferralFacts, now: Date): ReferralDecision {
  const isOver = now.getTime() - seenAt.getTime() >= UNPAID_DAYS * DAY_MS;
  return isOver ? { kind: "refuse", reason: "never-paid" } : { kind: "see" };
}

/** What speaks against it for good, whatever the time; the deepest reason first. */
function refusalOf(
  facts: ReferralFacts,
  { onlyFirstOrder, household }: Pick<ReferralSettings, "onlyFirstOrder" | "household">,
): Refusal | null {
  const isHousehold = facts.signals.some((signal) => HOUSEHOLD.includes(signal));
  const reasons: [Refusal, boolean][] = [
    ["own-order", facts.isOwn],
    ["test-order", facts.order.isTest],
    ["order-cancelled", facts.order.isGone],
    ["order-refunded", facts.order.isRefunded],
    ["advocate-gone", !facts.isAdvocateThere],
    ["not-first-order", onlyFirstOrder && facts.hasBoughtBefore],
    ["friend-known", facts.isKnownFriend],
    ["household", household === "refuse" && isHousehold && !facts.isApproved],
  ];
  return reasons.find(([, holds]) => holds)?.[0] ?? null;
}

function capOf(
  { rewarded }: ReferralFacts,
  { monthlyCap, lifetimeCap }: Pick<ReferralSettings, "monthlyCap" | "lifetimeCap">,
): Refusal | null {
  if (lifetimeCap !== null && rewarded.lifetime >= lifetimeCap) return "cap-lifetime";
  return monthlyCap !== null && rewarded.month >= monthlyCap ? "cap-month" : null;
}

/**
 * Whether so much of an order was refunded that it counts as refunded: more than half of what was paid, or so much that
 * what is left is below the minimum its code asks for.
 */
export function isAsGoodAsRefunded(
  { receivedMinor, refundedMinor }: { receivedMinor: number; refundedMinor: number },
  minimumMinor: number,
): boolean {
  if (refundedMinor <= 0) return false;
  return refundedMinor * 2 > receivedMinor || receivedMinor - refundedMinor < minimumMinor;
}
