import { hastenJobs } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { deliveryJobs } from "./deliver.server";
import { hastenPending } from "./repository.server";

/**
 * What intents waited for may be over: they are asked anew, now. Those that are being delivered, or are over, stay as
 * they are. Safe to repeat.
 */
export async function hastenIntents(
  tx: Tx,
  { shopId, dedupeKeys, now }: { shopId: string; dedupeKeys: readonly string[]; now: Date },
): Promise<void> {
  const intentIds = await hastenPending(tx, { shopId, dedupeKeys, now });
  if (intentIds.length === 0) return;
  for (const job of deliveryJobs) await hastenJobs(tx, job, { shopId, dedupeKeys: intentIds, now });
}
