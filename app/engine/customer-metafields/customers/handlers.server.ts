import { defineSubscriber } from "~/pipeline/events/subscriber";

import { requestLook } from "./jobs.server";
import { deleteState, forgetWritten } from "./repository.server";
import { requestMetafields } from "./request.server";

/** Of two customers made one the store keeps the metafields as it likes. */
export const onMerge = defineSubscriber({
  name: "customer-metafields.on-merge",
  events: ["customer.merged", "customer.unmerged"],
  async run({ shopId, payload: { customerId, mergedCustomerId } }, { tx, now }) {
    await forgetWritten(tx, { shopId, customerId, now });
    await requestMetafields(tx, { shopId, customerIds: [customerId, mergedCustomerId], now });
  },
});

export const onDeletion = defineSubscriber({
  name: "customer-metafields.on-deletion",
  events: ["customer.deleted"],
  async run({ shopId, customerId }, { tx }) {
    if (customerId) await deleteState(tx, { shopId, customerId });
  },
});

/** The history is here, or more may be written than before. */
export const onArrival = defineSubscriber({
  name: "customer-metafields.on-arrival",
  events: ["shop.installed", "shop.scopes-changed", "backfill.completed", "history.imported"],
  async run({ type, shopId }, { tx, now }) {
    // What was written before the app was removed may have been changed since.
    if (type === "shop.installed") await forgetWritten(tx, { shopId, now });
    await requestLook(tx, { shopId, now });
  },
});
