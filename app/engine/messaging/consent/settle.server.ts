import { CONSENT_CHANNELS, type ConsentChannel } from "~/kit/consent";
import { hashAddress } from "~/platform/crypto.server";
import type { Tx } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { type ConsentContact, findConsentContact, findUnsubscription } from "./repository.server";
import { liftUnsubscription } from "./lift.server";
import { decideWithdrawal } from "./rules";
import { withdrawConsent } from "./withdraw.server";

/**
 * Brings what the store says of a customer's consent together with what the person told us, as things stand now.
 *
 * Who spoke last is right: the store is told of a refusal it does not keep to, also when the customer only now appears;
 * a newer consent in the store lifts the refusal. Safe to repeat, and whatever the order of events: only the state counts.
 */
export async function settleConsent(
  tx: Tx,
  { shopId, customerId, now }: { shopId: string; customerId: string; now: Date },
): Promise<void> {
  const contact = await findConsentContact(tx, { shopId, customerId });
  if (!contact) return;
  for (const channel of CONSENT_CHANNELS) await settleChannel(tx, { shopId, contact, channel, now });
}

async function settleChannel(
  tx: Tx,
  {
    contact,
    channel,
    ...scene
  }: { shopId: string; contact: ConsentContact; channel: ConsentChannel; now: Date },
): Promise<void> {
  const address = contact.addresses[channel];
  if (!address) return;
  const addressHash = hashAddress(getSecret(), address);
  const unsubscription = await findUnsubscription(tx, { shopId: scene.shopId, addressHash });
  if (!unsubscription) return;
  const decision = decideWithdrawal(contact.consent[channel], unsubscription.at);
  if (decision.kind === "write") {
    await withdrawConsent(tx, { ...scene, contact, channel, ...unsubscription, isRepeated: false });
  } else if (decision.kind === "superseded" && decision.confirmedAt) {
    const { confirmedAt: consentAt } = decision;
    await liftUnsubscription(tx, { ...scene, customerId: contact.id, channel, consentAt });
  }
}
