import type { Tx } from "~/platform/db.server";

import { mergeCustomers } from "../merge/merge.server";
import { mapNodes } from "../nodes.server";
import { type HeldRecord, listLatestOrders } from "./counts/repository.server";
import type { ReadNode } from "./ports.server";
import { type Slice, unwrap } from "./slice.server";

const ORDERS_AT_ONCE = 50;

/** A customer whom the store has made one with another, without our having heard of it. */
export type LostMerge = { from: HeldRecord; toGid: string };

/**
 * Of customers that the store no longer has, those it has merged into others, as their latest orders tell.
 *
 * The store deletes nobody who has orders: they were merged, and the delivery that told of it was lost.
 */
export async function findLostMerges(
  { db, shop, reader, now }: Slice,
  gone: readonly HeldRecord[],
): Promise<LostMerge[]> {
  const customerIds = gone.map(({ id }) => id);
  const orders = await listLatestOrders(db, { shopId: shop.id, customerIds });
  const nodes: ReadNode[] = [];
  for (let from = 0; from < orders.length; from += ORDERS_AT_ONCE) {
    const gids = orders.slice(from, from + ORDERS_AT_ONCE).map(({ gid }) => gid);
    const outcome = await reader.readRecords("orders", gids);
    // Without the scope of orders nobody tells.
    if (outcome.kind !== "rejected") nodes.push(...unwrap(outcome, now));
  }
  const { mapped } = mapNodes({ shop, resource: "orders", nodes, now });
  const buyerOf = new Map<string, string>();
  for (const { changes } of mapped)
    for (const change of changes)
      if (change.resource === "order" && change.kind === "order" && change.customer)
        buyerOf.set(change.gid, change.customer.gid);
  return gone.flatMap((from) => {
    const order = orders.find(({ customerId }) => customerId === from.id);
    const toGid = order && buyerOf.get(order.gid);
    return toGid === undefined || toGid === from.gid ? [] : [{ from, toGid }];
  });
}

/**
 * Merges them here too. Safe to repeat: one that the merchant took back here stays as it is.
 *
 * @returns the ids of those it merged.
 */
export async function healLostMerges(
  tx: Tx,
  { shopId, merges, now }: { shopId: string; merges: readonly LostMerge[]; now: Date },
): Promise<string[]> {
  const healed: string[] = [];
  for (const { from, toGid } of merges) {
    // When the store did it, nobody tells.
    const outcome = await mergeCustomers(tx, { shopId, fromGid: from.gid, toGid, mergedAt: now, now });
    if (outcome === "merged") healed.push(from.id);
  }
  return healed;
}
