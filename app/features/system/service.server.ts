import { retryJob as reviveJob } from "~/pipeline/jobs/service.server";
import { retryIntent as repeatIntent } from "~/pipeline/outbox/service.server";
import { retryFailedBackfills } from "~/pipeline/projections/backfill/request.server";
import { requestReconcile } from "~/pipeline/projections/reconcile/request.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

type Retried = { outcome: "retried" | "not-found" };

/** Runs a dead job of the shop again. */
export function retryJob(db: RootDb, key: { shopId: string; jobId: string; now: Date }): Promise<Retried> {
  return reviveJob(db, key);
}

/** Performs a dead or uncertain effect again: what was uncertain may then happen twice, and the merchant decided so. */
export function retryIntent(
  db: RootDb,
  key: { shopId: string; intentId: string; now: Date },
): Promise<Retried> {
  return repeatIntent(db, key);
}

/** Reads the failed parts of the store again. */
export async function retrySync(
  db: RootDb,
  { shopId, now }: { shopId: string; now: Date },
): Promise<Retried> {
  const begun = await inTransaction(db, (tx) => retryFailedBackfills(tx, { shopId, now }), { shopId });
  return { outcome: begun.length > 0 ? "retried" : "not-found" };
}

/** Has the copy compared with the store now. A second click while it is under way changes nothing. */
export async function startReconcile(
  db: RootDb,
  { shopId, now }: { shopId: string; now: Date },
): Promise<{ outcome: "started" | "under-way" }> {
  const isNew = await inTransaction(db, (tx) => requestReconcile(tx, { shopId, cause: "manual", now }), {
    shopId,
  });
  return { outcome: isNew ? "started" : "under-way" };
}
