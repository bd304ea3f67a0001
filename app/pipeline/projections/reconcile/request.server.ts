import type { Tx } from "~/platform/db.server";

import { runSlice } from "./jobs.server";
import { insertRun } from "./repository.server";
import type { ReconcileCause } from "./rules";
import { enqueueSlice } from "./slice.server";

/**
 * Has the copy compared with the store.
 *
 * Safe to repeat: a shop has one run at a time. @returns false when one is under way.
 */
export async function requestReconcile(
  tx: Tx,
  { shopId, cause, now }: { shopId: string; cause: ReconcileCause; now: Date },
): Promise<boolean> {
  const run = await insertRun(tx, { shopId, cause, isFull: cause === "reinstalled", now });
  if (!run) return false;
  await enqueueSlice(tx, runSlice, { run, seq: run.seq, now });
  return true;
}
