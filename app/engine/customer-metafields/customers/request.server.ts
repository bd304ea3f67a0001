import { SECOND_MS } from "~/kit/duration";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { collectWishes } from "./jobs.server";
import { saveWishes } from "./repository.server";

/** What happens to a person together is told together. */
const GATHER_MS = 2 * SECOND_MS;

/**
 * Has the store told anew of customers, if there is anything new to tell. Safe to repeat: what is told is looked up right
 * before the call, and who waits already waits once.
 */
export async function requestMetafields(
  tx: Tx,
  { shopId, customerIds, now }: { shopId: string; customerIds: readonly string[]; now: Date },
): Promise<void> {
  if (customerIds.length === 0) return;
  await saveWishes(tx, { shopId, customerIds, now });
  const runAt = new Date(now.getTime() + GATHER_MS);
  await enqueueJob(tx, collectWishes, { payload: { shopId }, shopId, now, runAt, dedupeKey: shopId });
}
