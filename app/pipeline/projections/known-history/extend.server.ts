import type { Tx } from "~/platform/db.server";
import { findShop, updateHistorySince } from "~/shops/repository.server";

import { orderNumberOf } from "./order-number";
import { findFirstNameSince, listImportedSpans } from "./repository.server";
import { reachBack } from "./rules";

/**
 * Moves the beginning of a shop's known history back to where imported files reach without a gap. Safe to repeat; it never
 * moves forward.
 */
export async function extendHistory(tx: Tx, { shopId }: { shopId: string }): Promise<void> {
  const shop = await findShop(tx, { shopId });
  if (!shop?.historySinceAt) return; // Erased, or everything is known.
  const { historySinceAt: since, ianaTimezone: zone } = shop;
  const firstName = await findFirstNameSince(tx, { shopId, since, zone });
  const known = { at: since, number: firstName === null ? null : orderNumberOf(firstName) };
  const { at } = reachBack(known, await listImportedSpans(tx, { shopId }));
  if (at < since) await updateHistorySince(tx, { shopId, historySinceAt: at });
}
