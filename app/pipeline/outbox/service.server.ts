import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { deliveryJobOf } from "./deliver.server";
import { reopenIntent } from "./repository.server";

/** Tries a dead or uncertain effect again, because a person decided so. */
export function retryIntent(
  db: RootDb,
  { shopId, intentId, now }: { shopId: string; intentId: string; now: Date },
): Promise<{ outcome: "retried" | "not-found" }> {
  return inTransaction(
    db,
    async (tx) => {
      const kind = await reopenIntent(tx, { shopId, intentId, now });
      if (kind === null) return { outcome: "not-found" };
      await enqueueJob(tx, deliveryJobOf(kind), {
        payload: { shopId, intentId },
        shopId,
        now,
        dedupeKey: intentId,
      });
      return { outcome: "retried" };
    },
    { shopId },
  );
}
