import { appendDecision } from "~/engine/decisions/append.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { findCartFacts } from "~/pipeline/projections/carts/queries.server";
import type { Tx } from "~/platform/db.server";

import { awaitCart, listOpenCarts, type OpenCart, settleCart } from "../repository/carts.server";
import { decideCart, QUIET_MS } from "../rules";

type Scene = { shopId: string; now: Date };

/**
 * Says of carts in known people's browsers that nothing happened with for a while whether they were left.
 *
 * Safe to repeat: of a cart it is told once that it was left.
 *
 * @returns how many were looked at.
 */
export async function settleCarts(tx: Tx, { limit, ...scene }: Scene & { limit: number }): Promise<number> {
  const { shopId, now } = scene;
  const carts = await listOpenCarts(tx, { shopId, seenBy: new Date(now.getTime() - QUIET_MS), limit });
  for (const cart of carts) await settle(tx, cart, scene);
  return carts.length;
}

async function settle(
  tx: Tx,
  { cartId, customerId, facts }: OpenCart,
  { shopId, now }: Scene,
): Promise<void> {
  const cart = await findCartFacts(tx, { shopId, cartId });
  const isBuyable = cart === null || cart.lines.some((line) => line.isBuyable);
  const verdict = decideCart({ ...facts, isBuyable }, now);
  switch (verdict.kind) {
    case "wait":
      // Looked at again when it would be over: the time it was seen is moved on.
      return awaitCart(tx, { shopId, cartId, activeAt: new Date(verdict.until.getTime() - QUIET_MS) });
    case "settled":
      await settleCart(tx, { shopId, cartId, now });
      return appendDecision(tx, {
        shopId,
        feature: "browsing",
        outcome: "skipped",
        reason: verdict.reason,
        customerId,
        subjectKind: "cart",
        subjectId: cartId,
        dedupeKey: `browsing:${cartId}:${verdict.reason}`,
        now,
      });
    case "left":
      await settleCart(tx, { shopId, cartId, now });
      await publishEvents(tx, [leftEvent({ cartId, customerId, leftAt: verdict.leftAt })], { shopId, now });
  }
}

function leftEvent({ cartId, customerId, leftAt }: { cartId: string; customerId: string; leftAt: Date }) {
  return {
    type: "browsing.cart-left",
    sourceKey: `browsing.cart-left:${cartId}`,
    payload: { cartId, customerId },
    customerId,
    subjectId: cartId,
    occurredAt: leftAt,
  } as const;
}
