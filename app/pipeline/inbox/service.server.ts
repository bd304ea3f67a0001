import { inTransaction, type RootDb } from "~/platform/db.server";

import { enqueueProjectInbox } from "./project.server";
import { reopenDelivery } from "./repository.server";

/** Projects a dead or refused delivery again, because a person decided so. */
export function retryDelivery(
  db: RootDb,
  { shopId, deliveryId, now }: { shopId: string; deliveryId: string; now: Date },
): Promise<{ outcome: "retried" | "not-found" }> {
  return inTransaction(
    db,
    async (tx) => {
      if (!(await reopenDelivery(tx, { shopId, deliveryId }))) return { outcome: "not-found" };
      await enqueueProjectInbox(tx, { shopIds: [shopId], now });
      return { outcome: "retried" };
    },
    { shopId },
  );
}
