import { defineSubscriber } from "~/pipeline/events/subscriber";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";

import { compareConsent } from "./jobs.server";
import { countUnsubscriptions } from "./repository.server";
import { settleConsent } from "./settle.server";

/** The store told of a person or of their consent: it is brought together with what they told us. */
export const settleByStore = defineSubscriber({
  name: "messaging.on-consent",
  events: ["customer.created", "customer.updated", "customer.consent-changed"],
  async sift(events, { tx }) {
    const [first] = events;
    return first && (await countUnsubscriptions(tx, first)) > 0 ? events : [];
  },
  run: ({ shopId, payload: { customerId } }, { tx, now }) => settleConsent(tx, { shopId, customerId, now }),
});

/** History makes nobody react, customer by customer: afterwards everybody is looked at. */
export const compareAfterBackfill = defineSubscriber({
  name: "messaging.on-backfill",
  events: ["backfill.completed"],
  async run({ shopId, id }, { tx, now }) {
    if ((await countUnsubscriptions(tx, { shopId })) === 0) return;
    await enqueueJob(tx, compareConsent, {
      payload: { shopId, cause: id, afterId: null },
      shopId,
      now,
      dedupeKey: `${id}:`,
    });
  },
});
