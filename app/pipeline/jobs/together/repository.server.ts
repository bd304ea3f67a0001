import type { Db } from "~/platform/db.server";
import { idsIn, rowsFrom } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { type ClaimedRow, type LeasedJob, leasedInOrder, QUEUE } from "../repository.server";

type GroupClaim = {
  /** Of one kind of job alone. */
  priority: number;
  limit: number;
  now: Date;
  wallNow: Date;
  leaseMs: number;
  leaseToken: string;
};

/** Takes up to `limit` due jobs of the shop that has waited longest. Each job is taken by one caller. */
export function claimGroup(db: Db, claim: GroupClaim): Promise<LeasedJob[]> {
  const { priority, limit, now, wallNow, leaseMs, leaseToken } = claim;
  const leasedUntil = new Date(wallNow.getTime() + leaseMs);
  return acrossShops(QUEUE, async () => {
    const first = await db.job.findFirst({
      where: { state: "queued", priority, runAt: { lte: now } },
      orderBy: [{ runAt: "asc" }, { id: "asc" }],
      select: { shopId: true },
    });
    if (!first?.shopId) return [];
    // The state is asked once more outside: on PostgreSQL another worker may have leased them since.
    const rows = await db.$queryRaw<ClaimedRow[]>`
      UPDATE "Job" SET "state" = 'leased', "leaseToken" = ${leaseToken}, "leasedUntil" = ${leasedUntil},
                       "attempt" = "attempt" + 1, "updatedAt" = ${now}
      WHERE "state" = 'queued' AND "id" IN (
        SELECT "id" FROM "Job"
        WHERE "state" = 'queued' AND "priority" = ${priority} AND "runAt" <= ${now} AND "shopId" = ${first.shopId}
        ORDER BY "runAt", "id" LIMIT ${limit}
      )
      RETURNING "id", "name", "shopId", "payloadJson", "attempt", "maxAttempts", "leaseToken", "runAt"`;
    return leasedInOrder(rows);
  });
}

type Lease = { leaseToken: string };

/** Ends jobs that are done; those whose lease went to another worker stay that worker's. */
export async function completeJobs(
  db: Db,
  { leaseToken, ids }: Lease & { ids: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return;
  await acrossShops(
    QUEUE,
    () => db.$executeRaw`DELETE FROM "Job" WHERE "leaseToken" = ${leaseToken} AND "id" IN ${idsIn(ids)}`,
  );
}

export type Requeued = { id: string; runAt: Date; lastError: string };

/** Puts leased jobs back, each to run at its time; the try does not count. */
export async function requeueJobs(
  db: Db,
  { leaseToken, jobs, now }: Lease & { jobs: readonly Requeued[]; now: Date },
): Promise<void> {
  if (jobs.length === 0) return;
  const rows = rowsFrom("r", "Job", { columns: ["id", "runAt", "lastError"], rows: jobs });
  await acrossShops(
    QUEUE,
    () => db.$executeRaw`
      UPDATE "Job" SET "state" = 'queued', "runAt" = r."runAt", "attempt" = "attempt" - 1, "lastError" = r."lastError",
                       "leaseToken" = NULL, "leasedUntil" = NULL, "updatedAt" = ${now}
      FROM ${rows} WHERE "Job"."id" = r."id" AND "Job"."leaseToken" = ${leaseToken}`,
  );
}
