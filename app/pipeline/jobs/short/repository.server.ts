import { type Db, dialectOf } from "~/platform/db.server";
import { Prisma } from "~/generated/prisma/client";
import { idsIn } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { QUEUE } from "../repository.server";

export type ShortJobRow = { id: string; name: string; payloadJson: string; runAt: Date };

/** Which jobs may run together: short ones that nobody has tried yet. */
export type ShortJobs = { names: readonly string[]; priority: number; now: Date };

/** The shop of the short job that has been due for longest; null when none is. */
export async function findShopWithShortJobs(
  db: Db,
  { names, priority, now }: ShortJobs,
): Promise<string | null> {
  const [row] = await acrossShops(
    QUEUE,
    () => db.$queryRaw<{ shopId: string }[]>`
      SELECT "shopId" FROM "Job"
      WHERE "state" = 'queued' AND "priority" = ${priority} AND "runAt" <= ${now} AND "attempt" = 0
        AND "maxAttempts" > 1 AND "shopId" IS NOT NULL AND "name" IN ${idsIn(names)}
      ORDER BY "runAt" LIMIT 1`,
  );
  return row?.shopId ?? null;
}

/** Takes due short jobs of a shop out of the queue, in their order: they are done when the transaction commits. */
export async function takeShortJobs(
  tx: Db,
  { shopId, limit, names, priority, now }: ShortJobs & { shopId: string; limit: number },
): Promise<ShortJobRow[]> {
  const forUs = dialectOf(tx) === "postgresql" ? Prisma.sql`FOR UPDATE SKIP LOCKED` : Prisma.empty;
  // Materialized: else PostgreSQL may look for them anew for each row, and as what it has locked is skipped, take more.
  // By the time they are due alone, as an index has them: with anything more all that waits would be read and sorted.
  const rows = await tx.$queryRaw<ShortJobRow[]>`
    WITH "due" AS MATERIALIZED (
      SELECT "id" FROM "Job"
      WHERE "state" = 'queued' AND "priority" = ${priority} AND "runAt" <= ${now} AND "attempt" = 0
        AND "maxAttempts" > 1 AND "shopId" = ${shopId} AND @few AND "name" IN ${idsIn(names)}
      ORDER BY "runAt" LIMIT ${limit} ${forUs}
    )
    DELETE FROM "Job" WHERE "shopId" = ${shopId} AND @few AND "id" IN (SELECT "id" FROM "due")
    RETURNING "id", "name", "payloadJson", "runAt"`;
  // RETURNING has no order.
  return rows.sort((a, b) => a.runAt.getTime() - b.runAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** Counts a try for jobs that failed together, so that each is run by itself from now on. Safe to repeat. */
export async function countTryTogether(
  db: Db,
  { shopId, ids, error }: { shopId: string; ids: readonly string[]; error: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE "Job" SET "attempt" = 1, "lastError" = ${error}
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(ids)} AND "state" = 'queued' AND "attempt" = 0`;
}
