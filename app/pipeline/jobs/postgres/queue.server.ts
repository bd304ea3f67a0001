import { runMigrations } from "graphile-worker";

import { wallNow } from "~/platform/clock.server";
import { type Db, poolOf, type RootDb, type Tx } from "~/platform/db.server";
import { idsIn, rowsToJson } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { listDuePriorities, QUEUE, saveDeadJob } from "../repository.server";

/*
 * The queue of PostgreSQL. Jobs are added to our own table Job, in the transaction of the change that caused them, as on
 * SQLite: there they wait for their time, by our clock, and for a person when they are dead. `promoteDueJobs` hands what
 * is due to graphile-worker, which locks, spreads over processes and runs it. A job's key there is `<name>|<dedupeKey>`.
 * Jobs that run together with their like are not handed over: they are leased out of Job, as on SQLite.
 */

/** What graphile-worker carries for us. */
export type CarriedJob = {
  id: string;
  shopId: string | null;
  payloadJson: string;
  dedupeKey: string | null;
  priority: number;
  maxAttempts: number;
  /** Tries before this one was handed over. */
  triedCount: number;
};

type DueJob = CarriedJob & { name: string };

/** Makes or updates the tables of graphile-worker. Safe to repeat and at once in several processes. */
export async function preparePostgresQueue(db: RootDb): Promise<void> {
  await runMigrations({ pgPool: poolOf(db) });
}

/** @param rows In the order in which they are to run, within their priorities. */
async function handOver(db: Db, rows: readonly DueJob[]): Promise<void> {
  if (rows.length === 0) return;
  const firstAt = wallNow().getTime() - rows.length;
  const specs = rows.map(({ name, ...carried }, index) => {
    const key = carried.dedupeKey === null ? null : `${name}|${carried.dedupeKey}`;
    return {
      identifier: name,
      payload: carried,
      max_attempts: Math.max(1, carried.maxAttempts - carried.triedCount + 1),
      job_key: key,
      priority: carried.priority,
      // Due already, by the wall clock: only their order is told.
      run_at: new Date(firstAt + index),
    };
  });
  await db.$executeRaw`
    SELECT 1 FROM graphile_worker.add_jobs(
      ARRAY(SELECT jsonb_populate_record(NULL::graphile_worker.job_spec, s) FROM jsonb_array_elements(CAST(${rowsToJson(specs).json()} AS jsonb)) s),
      false
    )`;
}

/**
 * Takes a job that runs out of graphile-worker's table; to complete it there again does nothing.
 *
 * @returns false when it is another worker's by now, or over: the caller must roll back.
 */
export async function takeHandedOver(
  db: Db,
  { id, locked_by: workerId }: { id: string; locked_by: string | null },
): Promise<boolean> {
  const count = await db.$executeRaw`
    DELETE FROM graphile_worker._private_jobs WHERE "id" = CAST(${id} AS bigint) AND "locked_by" = ${workerId}`;
  return count === 1;
}

/** Whether graphile-worker has a job that nobody runs. */
export async function hasHandedOver(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM graphile_worker._private_jobs WHERE "locked_at" IS NULL LIMIT 1`;
  return rows.length > 0;
}

const AT_ONCE = 500;

type TakenJob = Omit<DueJob, "triedCount"> & { attempt: number; runAt: Date };

/** Priority by priority, as on SQLite: so the index skips what waits for a later time, however much it is. */
async function takeDue(
  tx: Tx,
  { now, belowPriority = Infinity, grouped, shortNames }: Omit<Promotion, "knownNames">,
): Promise<TakenJob[]> {
  const taken: TakenJob[] = [];
  for (const priority of await listDuePriorities(tx, now)) {
    if (taken.length >= AT_ONCE || priority >= belowPriority) break;
    if (grouped.has(priority)) continue;
    taken.push(
      ...(await tx.$queryRaw<TakenJob[]>`
        WITH "due" AS MATERIALIZED (
          SELECT "id" FROM "Job" WHERE "state" = 'queued' AND "priority" = ${priority} AND "runAt" <= ${now}
            AND NOT ("attempt" = 0 AND "maxAttempts" > 1 AND "shopId" IS NOT NULL AND "name" IN ${idsIn(shortNames)})
          ORDER BY "runAt" LIMIT ${AT_ONCE - taken.length} FOR UPDATE SKIP LOCKED
        )
        DELETE FROM "Job" WHERE "id" IN (SELECT "id" FROM "due")
        RETURNING "id", "name", "shopId", "payloadJson", "dedupeKey", "priority", "maxAttempts", "attempt", "runAt"`),
    );
  }
  return taken;
}

type Promotion = {
  now: Date;
  /** Only jobs more urgent than this; all when absent. */
  belowPriority?: number;
  knownNames: ReadonlySet<string>;
  /** Priorities of jobs that run together: they stay with us. */
  grouped: ReadonlyMap<number, unknown>;
  /** Of jobs that share a transaction: they stay as well, as long as nobody has tried them. */
  shortNames: readonly string[];
};

/**
 * Hands over what is due by our clock, but for jobs that stay with us. At most one process takes a job.
 * One that nobody knows is dead.
 *
 * @returns how many.
 */
export async function promoteDueJobs(tx: Tx, { knownNames, ...promotion }: Promotion): Promise<number> {
  const { now } = promotion;
  const due = await acrossShops(QUEUE, () => takeDue(tx, promotion));
  // RETURNING has no order.
  due.sort((a, b) => a.runAt.getTime() - b.runAt.getTime() || (a.id < b.id ? -1 : 1));
  const known = due.filter(({ name }) => knownNames.has(name));
  await handOver(
    tx,
    known.map(({ attempt, runAt: _runAt, ...job }) => ({ ...job, triedCount: attempt })),
  );
  for (const { attempt, ...job } of due.filter(({ name }) => !knownNames.has(name))) {
    const lastError = `no job is named "${job.name}"`;
    await saveDeadJob(tx, { ...job, runAt: now, createdAt: now, attempt: attempt + 1, lastError });
  }
  return due.length;
}
