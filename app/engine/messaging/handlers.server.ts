import { appendDecision } from "~/engine/decisions/append.server";
import { defineSubscriber } from "~/pipeline/events/subscriber";

import { findContact } from "./repository.server";
import { liftUnsubscription } from "./suppression.server";

/** A person who unsubscribed by our link and later subscribes in the shop is written to again. */
export const liftByNewConsent = defineSubscriber({
  name: "messaging.on-consent",
  events: ["customer.consent-changed"],
  async run({ shopId, payload, occurredAt, id }, { tx, now }) {
    if (payload.channel !== "email" || payload.to !== "SUBSCRIBED") return;
    const contact = await findContact(tx, { shopId, customerId: payload.customerId });
    // The state now, not then: the event may be late.
    if (!contact?.email || contact.emailConsentState !== "SUBSCRIBED") return;
    if (!(await liftUnsubscription(tx, { shopId, address: contact.email, consentAt: occurredAt }))) return;
    await appendDecision(tx, {
      shopId,
      feature: "messaging",
      outcome: "entered",
      reason: "subscribed-again",
      customerId: contact.id,
      dedupeKey: `messaging:subscribed-again:${id}`,
      now,
    });
  },
});
