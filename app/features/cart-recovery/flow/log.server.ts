import { appendDecision } from "~/engine/decisions/append.server";
import type { DecisionOutcome, DecisionParams } from "~/engine/decisions/schema";
import type { Tx } from "~/platform/db.server";

import type { RecoveryRow } from "../repository.server";

/**
 * Writes down what was decided about a checkout.
 *
 * Idempotent per recovery, outcome, reason and `round`: a checkout that is considered anew gets a new round.
 */
export function logDecision(
  tx: Tx,
  recovery: Pick<RecoveryRow, "id" | "shopId" | "checkoutId" | "customerId">,
  {
    outcome,
    reason,
    params,
    round,
    nextTryAt,
    now,
  }: {
    outcome: DecisionOutcome;
    reason: string;
    params?: DecisionParams;
    /** The shopper's last activity. */
    round: Date;
    nextTryAt?: Date;
    now: Date;
  },
): Promise<void> {
  const { id, shopId, checkoutId, customerId } = recovery;
  return appendDecision(tx, {
    shopId,
    feature: "cart-recovery",
    outcome,
    reason,
    params: params ?? {},
    customerId,
    subjectKind: "checkout",
    subjectId: checkoutId,
    dedupeKey: `cart-recovery:${id}:${outcome}:${reason}:${round.getTime()}`,
    nextTryAt: nextTryAt ?? null,
    now,
  });
}
