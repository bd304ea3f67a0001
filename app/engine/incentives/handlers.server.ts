import { defineSubscriber } from "~/pipeline/events/subscriber";
import type { Tx } from "~/platform/db.server";

import { announceStanding } from "./announce.server";
import { changeCode } from "./change.server";
import { listCodes } from "./repository.server";
import { decideStanding } from "./rules";
import {
  listCodeIdsToReview,
  listCodeIdsTouchedBy,
  listOrderIdsWithCodes,
  listUses,
} from "./standing/repository.server";

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
    const codeIds = await listCodeIdsTouchedBy(tx, { shopId, orderId });
    await restate(tx, { shopId, codeIds, now });
  },
});

/** What came with the history was told to nobody: codes that orders carry are looked at again. */
export const redeemByHistory = defineSubscriber({
  name: "incentives.on-history",
  events: ["backfill.completed", "reconcile.completed"],
  async run({ shopId }, { tx, now }) {
    const codeIds = await listCodeIdsToReview(tx, { shopId });
    await restate(tx, { shopId, codeIds, now });
  },
});

async function restate(
  tx: Tx,
  { shopId, codeIds, now }: { shopId: string; codeIds: readonly string[]; now: Date },
): Promise<void> {
  for (const code of await listCodes(tx, { shopId, codeIds })) {
    const uses = await listUses(tx, { shopId, codeKey: code.codeKey });
    const standing = decideStanding(code, uses, now);
    if (await changeCode(tx, code, standing))
      await announceStanding(tx, { before: code.state, after: { ...code, ...standing }, now });
  }
}
