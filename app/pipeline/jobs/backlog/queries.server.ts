import { type Db, dialectOf } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { listDuePriorities, QUEUE } from "../repository.server";

/** More are not counted: from here on it is only a matter of "far too many". */
const COUNTED = 10_000;

export type Backlog = {
  /** Due and not taken by a worker; at most 10,000 per priority and 10,000 that were handed over. */
  dueCount: number;
  /** Since when the oldest of them has been due; null when none is. */
  oldestDueAt: Date | null;
  /** At most 10,000. */
  deadCount: number;
};

/** What waits in the queue of all shops. Reads only the due end of an index, however many jobs sleep. */
export function readBacklogOfAllShops(db: Db, now: Date): Promise<Backlog> {
  return acrossShops(QUEUE, async () => {
    const waiting = dialectOf(db) === "postgresql" ? [await readHandedOver(db)] : [];
    for (const priority of await listDuePriorities(db, now)) {
      const where = { state: "queued", priority, runAt: { lte: now } };
      const oldest = await db.job.findFirst({ where, orderBy: { runAt: "asc" }, select: { runAt: true } });
      waiting.push({ count: await db.job.count({ where, take: COUNTED }), oldestAt: oldest?.runAt ?? null });
    }
    const deadCount = await db.job.count({ where: { state: "dead" }, take: COUNTED });
    const times = waiting.flatMap(({ oldestAt }) => (oldestAt ? [oldestAt.getTime()] : []));
    return {
      dueCount: waiting.reduce((sum, { count }) => sum + count, 0),
      oldestDueAt: times.length > 0 ? new Date(Math.min(...times)) : null,
      deadCount,
    };
  });
}

/** Those that graphile-worker has and no worker took yet; they count from when they were handed over. */
async function readHandedOver(db: Db): Promise<{ count: number; oldestAt: Date | null }> {
  const [row] = await db.$queryRaw<{ count: bigint; oldestAt: Date | null }[]>`
    SELECT COUNT(*) AS "count", MIN("run_at") AS "oldestAt" FROM (
      SELECT "run_at" FROM graphile_worker._private_jobs WHERE "locked_at" IS NULL LIMIT ${COUNTED}
    ) AS "handedOver"`;
  return { count: Number(row?.count ?? 0), oldestAt: row?.oldestAt ?? null };
}
