import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { isJobOpen } from "~/pipeline/jobs/open/queries.server";
import type { Tx } from "~/platform/db.server";

import { GATHERING_MS, readAgain } from "./jobs.server";
import { saveRequests } from "./repository.server";
import type { RefetchResource } from "./rules";

/**
 * Has records read again through the API, a few seconds later.
 *
 * However often a record is asked for until then, it is read once; asked for while it is being read, it is read once more.
 *
 * @param gids Shopify's ids, `gid://shopify/Customer/123`, of that resource.
 */
export async function requestRefetch(
  tx: Tx,
  {
    shopId,
    resource,
    gids,
    now,
  }: { shopId: string; resource: RefetchResource; gids: readonly string[]; now: Date },
): Promise<void> {
  if (gids.length === 0) return;
  await saveRequests(tx, { shopId, resource, gids, now });
  // One that runs looks again before it ends. Beside it another would read the same once more.
  if (await isJobOpen(tx, { name: readAgain.name, dedupeKey: shopId })) return;
  const runAt = new Date(now.getTime() + GATHERING_MS);
  await enqueueJob(tx, readAgain, { payload: { shopId }, shopId, now, runAt, dedupeKey: shopId });
}
