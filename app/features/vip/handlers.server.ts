import { defineSubscriber } from "~/pipeline/events/subscriber";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";

import { findActive } from "./active.server";
import { enrolShop, repairTags } from "./jobs.server";
import { moveCustomer, moveCustomers } from "./moves.server";
import { deleteVipTraces } from "./repository.server";
import { measuresIn } from "./rules";

/** Whatever changes what a customer's orders are worth may move them. */
export const onOrder = defineSubscriber({
  name: "vip.on-order",
  // A partly paid order counts too, and is only ever placed.
  events: [
    "order.placed",
    "order.paid",
    "order.refunded",
    "order.cancelled",
    "order.changed",
    "order.deleted",
  ],
  async runTogether(events, { tx, now }) {
    const [first] = events;
    // Of a customer with several events the last is as good as all: what counts is how things stand.
    const causes = new Map(events.map(({ customerId, id }) => [customerId, id]));
    const looks = [...causes].flatMap(([customerId, cause]) => (customerId ? [{ customerId, cause }] : []));
    if (first && looks.length > 0) await moveCustomers(tx, { shopId: first.shopId, looks, now });
  },
});

/** Points that were earned, or taken back, may move those whose tiers ask for them. */
export const onEarning = defineSubscriber({
  name: "vip.on-earning",
  events: ["points.earned", "points.clawed-back"],
  async runTogether(events, { tx, now }) {
    const [first] = events;
    const active = first && (await findActive(tx, { shopId: first.shopId }));
    if (!active || !measuresIn(active.settings).has("points")) return;
    const causes = new Map(events.map(({ payload, id }) => [payload.customerId, id]));
    const looks = [...causes].map(([customerId, cause]) => ({ customerId, cause }));
    await moveCustomers(tx, { shopId: first.shopId, looks, now });
  },
});

/** Somebody edited a customer's tags, or our own change came back. */
export const onTags = defineSubscriber({
  name: "vip.on-tags",
  events: ["customer.tags-changed"],
  run: async ({ shopId, customerId, id }, { tx, now }) => {
    if (customerId) await repairTags(tx, { shopId, customerId, cause: id, now });
  },
});

/** Two customers became one, or two again: what each bought is another sum. */
export const onMerge = defineSubscriber({
  name: "vip.on-merge",
  events: ["customer.merged", "customer.unmerged"],
  run: async ({ shopId, payload, id }, { tx, now }) => {
    for (const customerId of [payload.customerId, payload.mergedCustomerId]) {
      await moveCustomer(tx, { shopId, customerId, cause: id, now });
      await repairTags(tx, { shopId, customerId, cause: id, now });
    }
  },
});

/** A customer who no longer exists has no tier. */
export const onDeletion = defineSubscriber({
  name: "vip.on-deletion",
  events: ["customer.deleted"],
  run: async ({ shopId, customerId }, { tx }) => {
    if (customerId) await deleteVipTraces(tx, { shopId, customerId });
  },
});

/** The history is here, or tags may be written again: everybody who earned a tier gets it at once. */
export const onBackfill = defineSubscriber({
  name: "vip.on-backfill",
  events: ["backfill.completed", "history.imported", "shop.scopes-changed"],
  run: async ({ shopId, id }, { tx, now }) => {
    await enqueueJob(tx, enrolShop, {
      payload: { shopId, cause: id },
      shopId,
      now,
      dedupeKey: `${shopId}:${id}`,
    });
  },
});
