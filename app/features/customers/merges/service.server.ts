import { undoMerge } from "~/pipeline/projections/merge/undo.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import type { UndoMergeAnswer } from "./schema";

/** Gives back to a merged customer what was theirs. In the store the two stay one. Safe to repeat. */
export async function undoCustomerMerge(
  db: RootDb,
  { shopId, mergeId, now }: { shopId: string; mergeId: string; now: Date },
): Promise<UndoMergeAnswer> {
  const outcome = await inTransaction(db, (tx) => undoMerge(tx, { shopId, mergeId, now }), { shopId });
  return { outcome };
}
