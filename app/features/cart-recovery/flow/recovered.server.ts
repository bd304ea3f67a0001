import { appendDecision } from "~/engine/decisions/append.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { type Tx, toMinor } from "~/platform/db.server";

import { claimRecovered, findOrderOfCheckout, findRecoveryByCheckout } from "../repository.server";
import { isRecovered } from "../rules";

/**
 * Counts an order that came from a messaged checkout, by the checkout's token and nothing else.
 *
 * Safe to repeat: a recovery is recovered once.
 */
export async function recordRecovered(
  tx: Tx,
  { shopId, orderId, now }: { shopId: string; orderId: string; now: Date },
): Promise<void> {
  const order = await findOrderOfCheckout(tx, { shopId, orderId });
  if (!order) return;
  const { checkoutId, placedAt, currencyCode } = order;
  const recovery = await findRecoveryByCheckout(tx, { shopId, checkoutId });
  if (!recovery?.sentAt || !isRecovered(recovery.sentAt, order)) return;
  const { id: recoveryId, customerId } = recovery;
  if (!(await claimRecovered(tx, { shopId, recoveryId, orderId, placedAt, now }))) return;
  await publishEvents(
    tx,
    [
      {
        type: "cart-recovery.recovered",
        sourceKey: `cart-recovery.recovered:${recoveryId}`,
        payload: { recoveryId, checkoutId, orderId, customerId },
        customerId,
        subjectId: checkoutId,
        occurredAt: placedAt,
      },
    ],
    { shopId, now },
  );
  await appendDecision(tx, {
    shopId,
    feature: "cart-recovery",
    outcome: "recovered",
    reason: "recovered",
    params: { amountMinor: toMinor(order.netMinor), currencyCode },
    customerId,
    subjectKind: "checkout",
    subjectId: checkoutId,
    dedupeKey: `cart-recovery:${recoveryId}:recovered`,
    now,
  });
}
