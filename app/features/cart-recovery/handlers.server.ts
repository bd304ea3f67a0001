import { defineSubscriber } from "~/pipeline/events/subscriber";

import { recordRecovered } from "./flow/recovered.server";
import { recordPerhapsReminded, recordReminded } from "./flow/reminded.server";
import { listMailedCheckoutTokens, listUncountedOrderIds } from "./repository.server";

/** What automations send; their mails are about their runs. */
const FLOWS = "flows";

export const onMessage = defineSubscriber({
  name: "cart-recovery.on-message",
  events: ["message.sent", "message.lost"],
  async run({ type, shopId, occurredAt: at, payload }, { tx, now }) {
    const { purpose, messageId, subjectId: runId } = payload;
    if (purpose !== FLOWS || runId === null) return;
    if (type === "message.sent") await recordReminded(tx, { shopId, messageId, runId, at, now });
    else if (payload.outcome === "uncertain")
      await recordPerhapsReminded(tx, { shopId, messageId, runId, at });
  },
});

/** What came with the history was told to nobody: orders that a mailed checkout became are counted now. */
export const onHistory = defineSubscriber({
  name: "cart-recovery.on-history",
  events: ["backfill.completed", "reconcile.completed"],
  async run({ shopId }, { tx, now }) {
    for (const orderId of await listUncountedOrderIds(tx, { shopId }))
      await recordRecovered(tx, { shopId, orderId, now });
  },
});

export const onOrder = defineSubscriber({
  name: "cart-recovery.on-order",
  events: ["order.placed", "order.paid"],
  async sift(events, { tx }) {
    const [first] = events;
    const tokens = events.flatMap(({ payload }) => payload.checkoutToken ?? []);
    if (!first || tokens.length === 0) return [];
    const mailed = await listMailedCheckoutTokens(tx, { shopId: first.shopId, tokens });
    return events.filter(({ payload }) => mailed.has(payload.checkoutToken ?? ""));
  },
  async run({ shopId, payload: { orderId, checkoutToken } }, { tx, now }) {
    if (checkoutToken !== null) await recordRecovered(tx, { shopId, orderId, now });
  },
});
