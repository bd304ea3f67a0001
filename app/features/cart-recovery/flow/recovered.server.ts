import { publishEvents } from "~/pipeline/events/publish.server";
import { type Tx, toMinor } from "~/platform/db.server";

import { claimRecovery, findOrderOfCheckout, findRecoveryByCheckout } from "../repository.server";
import { isRecovered } from "../rules";

import { logDecision } from "./log.server";

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
  const { checkoutId, placedAt } = order;
  const recovery = await findRecoveryByCheckout(tx, { shopId, checkoutId });
  if (!recovery?.sentAt || !isRecovered(recovery.sentAt, order)) return;
  const recoveryId = recovery.id;
  const to = { state: "recovered", recoveredAt: placedAt, recoveredOrderId: orderId } as const;
  if (!(await claimRecovery(tx, { shopId, recoveryId, from: ["sent"], to, now }))) return;
  const { customerId } = recovery;
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
  const params = { amountMinor: toMinor(order.netMinor), currencyCode: order.currencyCode };
  await logDecision(tx, recovery, {
    outcome: "recovered",
    reason: "recovered",
    params,
    round: placedAt,
    now,
  });
}
