import { assertNever } from "~/kit/decision";
import type { Tx } from "~/platform/db.server";

import { readProgramme } from "../programme.server";
import { claimReferral, findReferral, type ReferralRow } from "../repository.server";
import { decideReferral, type ReferralDecision } from "../rules/decide";
import type { Signal } from "../schema";
import { gatherFacts } from "./facts.server";
import { rewardAdvocate } from "./reward.server";
import { tell } from "./tell.server";

/**
 * Looks at a referral as things stand and moves it on, at most once into each state. Safe to repeat: what it comes to
 * follows from the facts, and a state is only left by whoever finds it there.
 */
export async function lookAtReferral(
  tx: Tx,
  { shopId, referralId, now }: { shopId: string; referralId: string; now: Date },
): Promise<void> {
  const referral = await findReferral(tx, { shopId, referralId });
  if (!referral) return;
  const { facts, month } = await gatherFacts(tx, referral, now);
  const settings = await readProgramme(tx, { shopId });
  const decision = decideReferral(facts, settings, now);
  await carryOut(tx, referral, { decision, signals: facts.signals, month, now });
}

type Verdict = { decision: ReferralDecision; signals: readonly Signal[]; month: string; now: Date };

async function carryOut(tx: Tx, referral: ReferralRow, verdict: Verdict): Promise<void> {
  const { decision, signals, now } = verdict;
  switch (decision.kind) {
    case "final":
    case "see":
      return;
    case "refuse": {
      const to = { state: "refused", reason: decision.reason, signals, updatedAt: now } as const;
      if (!(await claimReferral(tx, referral, to))) return;
      return tell(tx, referral, { outcome: "skipped", reason: `refused-${decision.reason}`, now });
    }
    case "hold":
    case "review":
      return wait(tx, referral, { ...verdict, decision });
    case "reward":
      return rewardAdvocate(tx, referral, { ...verdict, decision });
    default:
      return assertNever(decision);
  }
}

type Waiting = Extract<ReferralDecision, { kind: "hold" | "review" }>;

/** The return window runs, or somebody has to look; told once for each set of reasons. */
async function wait(
  tx: Tx,
  referral: ReferralRow,
  { decision, signals, now }: Verdict & { decision: Waiting },
): Promise<void> {
  const { qualifiedAt, dueAt } = decision;
  const state = decision.kind === "hold" ? "held" : "in-review";
  const isSame = referral.state === state && referral.signals.join() === signals.join();
  if (isSame) return;
  if (!(await claimReferral(tx, referral, { state, signals, qualifiedAt, dueAt, updatedAt: now }))) return;
  if (state === "held" && referral.approvedAt !== null) return;
  // Of several doubts the weightiest is told; the list of referrals has them all.
  const reason = state === "held" ? "held" : `in-review-${signals[0] ?? "contacts-unreadable"}`;
  const params = { untilAt: dueAt.toISOString() };
  await tell(tx, referral, { outcome: "postponed", reason, params, key: signals.join(), now });
}
