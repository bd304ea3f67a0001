import { appendDecision } from "~/engine/decisions/append.server";
import type { ConsentChannel } from "~/kit/consent";
import { hashAddress } from "~/platform/crypto.server";
import type { Tx } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { deleteUnsubscriptions } from "../repository.server";
import { findConsentContact } from "./repository.server";

/**
 * Writes to a customer again, after a consent in the store that is newer than the unsubscription, and says so in the
 * decision log. An address that does not exist stays suppressed.
 *
 * Safe to repeat: what is lifted is gone, and the decision is named by the consent's date.
 */
export async function liftUnsubscription(
  tx: Tx,
  {
    shopId,
    customerId,
    channel,
    consentAt,
    now,
  }: { shopId: string; customerId: string; channel: ConsentChannel; consentAt: Date; now: Date },
): Promise<void> {
  const contact = await findConsentContact(tx, { shopId, customerId });
  const address = contact?.addresses[channel];
  if (!address) return;
  const addressHash = hashAddress(getSecret(), address);
  if ((await deleteUnsubscriptions(tx, { shopId, addressHash, before: consentAt })) === 0) return;
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: "entered",
    reason: "subscribed-again",
    customerId,
    dedupeKey: `messaging:subscribed-again:${customerId}:${consentAt.getTime()}`,
    now,
  });
}
