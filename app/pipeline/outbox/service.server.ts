import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { deliverIntent } from "./deliver.server";
import { reopenIntent } from "./repository.server";

/** Tries a dead or uncertain effect again, because a person decided so. */
export function retryIntent(
  db: RootDb,
  { shopId, intentId, now }: { shopId: string; intentId: string; now: Date },
): Promise<{ outcome: "retried" | "not-found" }> {
  return inTransaction(
    db,
    async (tx) => {
      if (!(await reopenIntent(tx, { shopId, intentId, now }))) return { outcome: "not-found" };
      await enqueueJob(tx, deliverIntent, {
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
