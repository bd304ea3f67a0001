import { inTransaction, type RootDb } from "~/platform/db.server";

import { linkGuestsOfShop } from "../guests/after-load.server";
import { repeatMerges } from "./merge.server";

/**
 * Settles who is who once a history is loaded, which goes past the batches: what names a merged customer is the kept
 * one's, and guests' orders are of whoever has their address. Safe to repeat. The caller counts aggregates anew.
 */
export async function settleLoaded(db: RootDb, { shopId }: { shopId: string }): Promise<void> {
  await inTransaction(db, (tx) => repeatMerges(tx, { shopId }), { shopId });
  await linkGuestsOfShop(db, { shopId });
}
