import type { Db } from "~/platform/db.server";

/** Tells that a worker lives. */
export async function saveHeartbeat(db: Db, { id, now }: { id: string; now: Date }): Promise<void> {
  await db.workerHeartbeat.upsert({ where: { id }, create: { id, beatAt: now }, update: { beatAt: now } });
}

/** Forgets workers whose heart last beat before `before`. @returns their ids, each to one caller. */
export async function deleteStoppedWorkers(db: Db, { before }: { before: Date }): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    DELETE FROM "WorkerHeartbeat" WHERE "beatAt" < ${before} RETURNING "id"`;
  return rows.map(({ id }) => id);
}

/** Workers that hold jobs since before `before` and have no heart: they died before its first beat. */
export async function listHeartlessWorkers(db: Db, { before }: { before: Date }): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT "locked_by" AS "id" FROM graphile_worker._private_jobs
    WHERE "locked_at" < CAST(${before} AS timestamptz)
      AND "locked_by" NOT IN (SELECT "id" FROM "WorkerHeartbeat")`;
  return rows.map(({ id }) => id);
}

/**
 * Gives back the jobs of workers that died.
 *
 * When a job is added with the key of one that runs, graphile-worker takes the key from that one and uses up its tries:
 * it is to end by itself. One that cannot any more gets its last try, or, when that was its only one, its end as dead.
 */
export async function unlockJobsOf(db: Db, workerIds: readonly string[]): Promise<void> {
  await db.$executeRaw`
    SELECT graphile_worker.force_unlock_workers(
      ARRAY(SELECT jsonb_array_elements_text(CAST(${JSON.stringify(workerIds)} AS jsonb)))
    )`;
  await db.$executeRaw`
    UPDATE graphile_worker._private_jobs SET "attempts" = GREATEST(1, "max_attempts" - 2)
    WHERE "locked_at" IS NULL AND "key" IS NULL AND "attempts" >= "max_attempts"
      AND "payload"->>'dedupeKey' IS NOT NULL`;
}

/** Forgets workers that stopped in an orderly way. */
export async function deleteHeartbeats(db: Db, ids: readonly string[]): Promise<void> {
  await db.workerHeartbeat.deleteMany({ where: { id: { in: [...ids] } } });
}
