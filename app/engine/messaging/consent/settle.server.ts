import { hashAddress } from "~/platform/crypto.server";
import type { Tx } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { findConsentContact, findUnsubscription } from "./repository.server";
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
  if (!contact?.email) return;
  const addressHash = hashAddress(getSecret(), contact.email);
  const unsubscription = await findUnsubscription(tx, { shopId, addressHash });
  if (!unsubscription) return;
  const decision = decideWithdrawal(contact.consent.email, unsubscription.at);
  if (decision.kind === "write") {
    await withdrawConsent(tx, {
      shopId,
      contact,
      channel: "email",
      ...unsubscription,
      isRepeated: false,
      now,
    });
  } else if (decision.kind === "superseded" && decision.confirmedAt) {
    await liftUnsubscription(tx, { shopId, customerId, consentAt: decision.confirmedAt, now });
  }
}
