import { appendDecision } from "~/engine/decisions/append.server";
import type { DecisionOutcome, DecisionParams } from "~/engine/decisions/schema";
import type { Tx } from "~/platform/db.server";

import type { ReferralRow } from "../repository.server";

type Telling = {
  outcome: DecisionOutcome;
  reason: string;
  params?: DecisionParams;
  /** What makes it another telling of the same reason. */
  key?: string;
  now: Date;
};

/** Writes down what became of a referral, once for each reason. */
export function tell(
  tx: Tx,
  { shopId, id, customerId }: ReferralRow,
  { outcome, reason, params = {}, key = "", now }: Telling,
): Promise<void> {
  return appendDecision(tx, {
    ...{ shopId, feature: "referrals", outcome, reason, params, customerId },
    ...{ subjectKind: "referral", subjectId: id, dedupeKey: `referrals:${id}:${reason}:${key}`, now },
  });
}
