import type { Tx } from "~/platform/db.server";

import { refreshAggregates } from "../aggregates/recount.server";
import { earlierOf } from "../customers/rules";
import { requestRefetch } from "../refetch/request.server";
import { movedTables } from "./hooks.server";
import { tellOf } from "./merge.server";
import {
  claimUndo,
  findEarliestMerged,
  findMerge,
  findParty,
  listMergesInto,
  listOrderDays,
  redirectMerged,
  returnEventsOfMoved,
  saveRegistration,
  saveStanding,
} from "./repository.server";
import { returnRows } from "./repository/rows.server";

/** `merged-on`: the kept customer was merged into a third since; that is to be undone first. `erased`: nothing is left. */
export type UndoOutcome = "undone" | "not-found" | "merged-on" | "erased";

/**
 * Gives back to a merged customer what was theirs, in one transaction, which must be one of `inTransaction`. In the store
 * they stay one.
 *
 * What was moved goes back, also what came under the old name since; what the kept customer did since stays with them.
 * Safe to repeat: the second time it is `not-found`.
 */
export async function undoMerge(
  tx: Tx,
  { shopId, mergeId, now }: { shopId: string; mergeId: string; now: Date },
): Promise<UndoOutcome> {
  const merge = await findMerge(tx, { shopId, mergeId });
  if (!merge || merge.undoneAt) return "not-found";
  const { fromCustomerId, toCustomerId } = merge;
  const from = await findParty(tx, { shopId, customerId: fromCustomerId });
  const to = await findParty(tx, { shopId, customerId: toCustomerId });
  if (!from || !to || from.mergedIntoId === null) return "erased";
  if (from.mergedIntoId !== toCustomerId) return "merged-on";
  await claimUndo(tx, { shopId, mergeId, now });
  const pair = { shopId, fromCustomerId, toCustomerId };
  for (const table of movedTables()) await returnRows(tx, { mergeId, ...pair }, table);
  await returnEventsOfMoved(tx, { mergeId, ...pair });
  await returnThoseMergedBefore(tx, pair);
  await saveStanding(tx, {
    shopId,
    customerId: fromCustomerId,
    mergedIntoId: null,
    deletedAt: merge.fromDeletedAt,
  });
  const registeredAt = earlierOf(
    merge.toRegisteredAt,
    await findEarliestMerged(tx, { shopId, customerId: toCustomerId }),
  );
  await saveRegistration(tx, { shopId, customerId: toCustomerId, registeredAt });
  const customerIds = [fromCustomerId, toCustomerId];
  const days = await listOrderDays(tx, { shopId, customerIds: [fromCustomerId] });
  await refreshAggregates(tx, { shopId, customerIds, days });
  await tellOf(tx, "customer.unmerged", { ...pair, at: now, now });
  await requestRefetch(tx, { shopId, resource: "customers", gids: [to.gid], now });
  return "undone";
}

/** Who was merged into the customer who comes back goes back with them; rows that came later, too. */
async function returnThoseMergedBefore(
  tx: Tx,
  { shopId, fromCustomerId, toCustomerId }: { shopId: string; fromCustomerId: string; toCustomerId: string },
): Promise<void> {
  const earlier = await listMergesInto(tx, { shopId, customerId: fromCustomerId });
  if (earlier.length === 0) return;
  for (const { id: mergeId } of earlier) {
    // A removed row was put aside when it was merged, and stays so.
    for (const table of movedTables())
      await returnRows(tx, { shopId, mergeId, fromCustomerId, toCustomerId, keepsRemoved: true }, table);
    await returnEventsOfMoved(tx, { shopId, mergeId, fromCustomerId, toCustomerId });
  }
  const customerIds = earlier.map((merge) => merge.fromCustomerId);
  await redirectMerged(tx, { shopId, fromKeptId: toCustomerId, toKeptId: fromCustomerId, customerIds });
}
