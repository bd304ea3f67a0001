import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import { lookAtReferral } from "../judge/look.server";
import { tell } from "../judge/tell.server";
import { claimReferral, findReferral } from "../repository.server";
import type { Review } from "../schema";

export type ReviewAnswer =
  | { outcome: "approved" }
  | { outcome: "refused" }
  /** Somebody else decided before, or it is not in review at all. */
  | { outcome: "not-in-review" };

/**
 * Takes the decision of a person of the staff about a referral that is in review. Approved, it goes on as if nothing spoke
 * against it: it may be rewarded at once, or still wait for its window. Only the first decision counts.
 */
export function reviewReferral(
  db: RootDb,
  { shopId, review, staff, now }: { shopId: string; review: Review; staff: string | null; now: Date },
): Promise<ReviewAnswer> {
  return inTransaction(db, (tx) => decide(tx, { shopId, review, staff, now }), { shopId });
}

async function decide(
  tx: Tx,
  {
    shopId,
    review: { kind, referralId, note },
    staff,
    now,
  }: { shopId: string; review: Review; staff: string | null; now: Date },
): Promise<ReviewAnswer> {
  const referral = await findReferral(tx, { shopId, referralId });
  if (referral?.state !== "in-review") return { outcome: "not-in-review" };
  const reviewed = { reviewedAt: now, reviewedBy: staff, reviewNote: note, updatedAt: now };
  const key = now.toISOString();
  if (kind === "refuse") {
    await claimReferral(tx, referral, { ...reviewed, state: "refused", reason: "by-staff" });
    await tell(tx, referral, { outcome: "skipped", reason: "refused-by-staff", key, now });
    return { outcome: "refused" };
  }
  await claimReferral(tx, referral, { ...reviewed, reason: null, approvedAt: now });
  await tell(tx, referral, { outcome: "went-on", reason: "approved", key, now });
  await lookAtReferral(tx, { shopId, referralId, now });
  return { outcome: "approved" };
}
