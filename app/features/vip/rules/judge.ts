import { compareTier, decideTier, type TierChange, type TierFacts } from "../rules";
import type { Tier, VipSettings } from "../schema";

import { decideStanding, isSettled, type ManualTier, type Membership, type Standing } from "./standing";

/** What is known of a customer when their tier is decided; `intendedTag` null when we asked for none, or never for any. */
export type Situation = {
  facts: TierFacts;
  held: Membership | null;
  manual: ManualTier | null;
  intendedTag: string | null;
};

export type Judgement = Situation & {
  earned: Tier | null;
  next: Standing;
  change: TierChange;
  /** What is stored says all of it already. */
  isSettled: boolean;
  isTagRight: boolean;
};

/** A customer to look at. `cause` names the look once and for all, so that a repeat changes nothing. */
export type Look = { customerId: string; cause: string };

export type Judged = Look & Judgement;

/** Where a customer belongs, and what has to change for it. */
export function judge(situation: Situation, settings: VipSettings, now: Date): Judgement {
  const { facts, held, manual, intendedTag } = situation;
  const earned = decideTier(facts, settings);
  const next = decideStanding({ held, earned, manual }, settings, now);
  return {
    ...situation,
    earned,
    next,
    change: compareTier(held?.tierId ?? null, next.tier, settings),
    isSettled: isSettled(held, next),
    isTagRight: intendedTag === (next.tier?.tag ?? null),
  };
}
