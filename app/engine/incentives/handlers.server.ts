import { defineSubscriber } from "~/pipeline/events/subscriber";

import {
  listCodesTouchedBy,
  listCodesToReview,
  listOrderIdsWithCodes,
  listUses,
  updateStanding,
} from "./repository.server";
import { decideStanding } from "./rules";

/** Keeps codes redeemed or not as the orders that carry them come, are cancelled and deleted. Recounts, so a repeat is harmless. */
export const redeemByOrder = defineSubscriber({
  name: "incentives.on-order",
  events: ["order.placed", "order.paid", "order.changed", "order.cancelled", "order.deleted"],
  async sift(events, { tx }) {
    const [first] = events;
    if (!first) return [];
    const orderIds = events.map(({ payload }) => payload.orderId);
    const withCodes = await listOrderIdsWithCodes(tx, { shopId: first.shopId, orderIds });
    return events.filter(({ payload }) => withCodes.has(payload.orderId));
  },
  async run({ shopId, payload: { orderId } }, { tx, now }) {
    for (const code of await listCodesTouchedBy(tx, { shopId, orderId })) {
      const uses = await listUses(tx, { shopId, codeKey: code.codeKey });
      await updateStanding(tx, { shopId, codeId: code.id, standing: decideStanding(code, uses, now) });
    }
  },
});

/** What came with the history was told to nobody: codes that orders carry are looked at again. */
export const redeemByHistory = defineSubscriber({
  name: "incentives.on-history",
  events: ["backfill.completed", "reconcile.completed"],
  async run({ shopId }, { tx, now }) {
    for (const code of await listCodesToReview(tx, { shopId })) {
      const uses = await listUses(tx, { shopId, codeKey: code.codeKey });
      await updateStanding(tx, { shopId, codeId: code.id, standing: decideStanding(code, uses, now) });
    }
  },
});
