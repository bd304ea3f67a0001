import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { findReminder, listUncountedOrderIds, savePerhapsReminded, saveReminded } from "../repository.server";

import { recordRecovered } from "./recovered.server";

type Left = { shopId: string; messageId: string; runId: string; at: Date; now: Date };

/** A mail of an automation has left: if it is a reminder, an order from its checkout counts as recovered from now on. */
export async function recordReminded(tx: Tx, { shopId, messageId, runId, at, now }: Left): Promise<void> {
  const reminder = await findReminder(tx, { shopId, messageId, runId });
  if (!reminder) return;
  await saveReminded(tx, { id: newId(), shopId, messageId, at, ...reminder });
  // The order may have come in between the hand-over and now.
  const { checkoutId } = reminder;
  for (const orderId of await listUncountedOrderIds(tx, { shopId, checkoutId }))
    await recordRecovered(tx, { shopId, orderId, now });
}

/** A reminder was perhaps sent. */
export async function recordPerhapsReminded(
  tx: Tx,
  { shopId, messageId, runId, at }: Omit<Left, "now">,
): Promise<void> {
  const reminder = await findReminder(tx, { shopId, messageId, runId });
  if (reminder) await savePerhapsReminded(tx, { shopId, checkoutId: reminder.checkoutId, at });
}
