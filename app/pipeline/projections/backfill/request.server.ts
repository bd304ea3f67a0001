import type { Tx } from "~/platform/db.server";

import { checkQuery, enqueueRound, startQuery } from "./jobs.server";
import { claimNewRound, findBackfillByBulkGid, insertMissingBackfills } from "./repository.server";
import { BACKFILL_RESOURCES, type BackfillResource, type BackfillState } from "./rules";

/**
 * Has everything read of a shop that has not been read yet.
 *
 * Safe to repeat: what was requested before, in whatever state it is, is left alone.
 *
 * @returns the resources that were new.
 */
export async function requestBackfill(
  tx: Tx,
  { shopId, now }: { shopId: string; now: Date },
): Promise<BackfillResource[]> {
  const inserted = await insertMissingBackfills(tx, { shopId, resources: BACKFILL_RESOURCES, now });
  for (const resource of inserted) {
    await enqueueRound(tx, startQuery, { row: { shopId, resource, requestedAt: now }, now });
  }
  return inserted;
}

/** Tries a failed resource again. @returns false when it has not failed. */
export function retryBackfill(
  tx: Tx,
  { shopId, resource, now }: { shopId: string; resource: BackfillResource; now: Date },
): Promise<boolean> {
  return beginRound(tx, { shopId, resource, now, from: ["failed"] });
}

/** Tries all failed resources of a shop again. @returns them; none when nothing has failed. */
export async function retryFailedBackfills(
  tx: Tx,
  { shopId, now }: { shopId: string; now: Date },
): Promise<BackfillResource[]> {
  const begun: BackfillResource[] = [];
  for (const resource of BACKFILL_RESOURCES) {
    if (await retryBackfill(tx, { shopId, resource, now })) begun.push(resource);
  }
  return begun;
}

/** Reads one resource anew. @returns false while it is being read. */
export function restartResource(
  tx: Tx,
  { shopId, resource, now }: { shopId: string; resource: BackfillResource; now: Date },
): Promise<boolean> {
  return beginRound(tx, { shopId, resource, now, from: ["done", "failed"] });
}

/**
 * The webhook `bulk_operations/finish`: look at once instead of at the next poll.
 *
 * The body has no address and may be wrong about the status, so it is only a knock on the door.
 *
 * @returns false when the operation is none of ours.
 */
export async function handleBulkOperationFinish(
  tx: Tx,
  { shopId, bulkGid, now }: { shopId: string; bulkGid: string; now: Date },
): Promise<boolean> {
  const row = await findBackfillByBulkGid(tx, { shopId, bulkGid });
  if (!row) return false;
  await enqueueRound(tx, checkQuery, { row, now, occasion: "finish" });
  return true;
}

type NewRound = { shopId: string; resource: BackfillResource; now: Date; from: BackfillState[] };

async function beginRound(tx: Tx, { shopId, resource, now, from }: NewRound): Promise<boolean> {
  if (!(await claimNewRound(tx, { shopId, resource, from, now }))) return false;
  await enqueueRound(tx, startQuery, { row: { shopId, resource, requestedAt: now }, now });
  return true;
}
