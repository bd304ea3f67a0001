import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { findShop } from "~/shops/repository.server";

import { updateEmailConsent, updateSmsConsent } from "./intents.server";
import { type ConsentContact, saveWithdrawal, type Withdrawal } from "./repository.server";
import { REFUSALS } from "./rules";

/**
 * Takes a customer's refusal down: in the consent log, and through the outbox in the store.
 *
 * Safe to repeat by customer, channel, instant and what the store said before: so a consent that the store dates back
 * behind the refusal is answered once, however often it tells of it.
 *
 * @param isRepeated The person said so before: the log gets a line only if the store turns out to have changed since.
 */
export async function withdrawConsent(
  tx: Tx,
  {
    contact,
    isRepeated,
    now,
    ...said
  }: Omit<Withdrawal, "customerId"> & {
    contact: ConsentContact;
    isRepeated: boolean;
    now: Date;
  },
): Promise<void> {
  const { shopId, channel, source, at } = said;
  const { id: customerId } = contact;
  const { state: fromState, level, updatedAt } = contact.consent[channel];
  const isHeld = fromState !== null && REFUSALS.has(fromState);
  if (!isRepeated && !isHeld) await saveWithdrawal(tx, { ...said, customerId }, { fromState, level, now });
  const shop = await findShop(tx, { shopId });
  const asked = [at, updatedAt, shop?.installedAt].map((instant) => instant?.getTime() ?? 0);
  await enqueueIntent(tx, channel === "email" ? updateEmailConsent : updateSmsConsent, {
    shopId,
    dedupeKey: `update-${channel}-consent:${customerId}:${asked.join(":")}`,
    payload: { customerId, at: at.toISOString(), source },
    customerId,
    now,
  });
}
