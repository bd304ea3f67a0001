import type { Tx } from "~/platform/db.server";

import { runSlice } from "./jobs.server";
import { closeRun, findOpenRun, insertRun } from "./repository.server";
import type { ReconcileCause } from "./rules";
import { enqueueSlice } from "./slice.server";

/**
 * Has the copy compared with the store.
 *
 * Safe to repeat: a shop has one run at a time. One that is under way goes on, also when its job was given up; but a shop
 * that comes back begins anew, for what a run from before looked at already may have changed since.
 *
 * @returns false when one is under way.
 */
export async function requestReconcile(
  tx: Tx,
  { shopId, cause, now }: { shopId: string; cause: ReconcileCause; now: Date },
): Promise<boolean> {
  const isFull = cause === "reinstalled";
  const open = await findOpenRun(tx, { shopId });
  if (open && isFull) await closeRun(tx, open, { state: "cancelled", error: null, now });
  const run = await insertRun(tx, { shopId, cause, isFull, now });
  const current = run ?? open;
  if (current) await enqueueSlice(tx, runSlice, { run: current, seq: current.seq, now });
  return run !== null;
}
