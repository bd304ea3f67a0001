import type { Db } from "~/platform/db.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

/** Why the queue looks at the jobs of all shops. */
export const QUEUE = "one queue serves all shops";

export type NewJobRow = {
  id: string;
  shopId: string | null;
  name: string;
  payloadJson: string;
  dedupeKey: string | null;
  priority: number;
  runAt: Date;
  maxAttempts: number;
  createdAt: Date;
  /** Tries so far, and what went wrong at the last one; none when absent. */
  attempt?: number;
  lastError?: string;
};

export type LeasedJob = {
  id: string;
  name: string;
  shopId: string | null;
  payloadJson: string;
  attempt: number;
  maxAttempts: number;
  leaseToken: string;
};

const INSERT_JOBS = upsertSql({
  table: "Job",
  columns: [
    "id",
    "shopId",
    "name",
    "payloadJson",
    "dedupeKey",
    "state",
    "priority",
    "runAt",
    "attempt",
    "maxAttempts",
    "lastError",
    "createdAt",
    "updatedAt",
  ],
  key: ["name", "dedupeKey"],
  guard: `"Job"."state" = 'dead'`,
});

/** Stores jobs, leaving out those whose (name, dedupeKey) waits or runs already; a dead one is replaced. */
export async function insertJobs(db: Db, rows: readonly NewJobRow[]): Promise<void> {
  if (rows.length === 0) return;
  // In one order everywhere: two processes that add the same keys must not wait for each other.
  const sorted = rows.toSorted((a, b) => compareTexts(a.dedupeKey ?? "", b.dedupeKey ?? ""));
  await db.$executeRawUnsafe(INSERT_JOBS, rowsToJson(sorted.map((row) => storedJob(row, "queued"))));
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Keeps a job that was given up, for a person to see and retry; in place of one with its key. */
export async function saveDeadJob(db: Db, row: NewJobRow): Promise<void> {
  await db.$executeRawUnsafe(INSERT_JOBS, rowsToJson([storedJob(row, "dead")]));
}

function storedJob(row: NewJobRow, state: "queued" | "dead"): object {
  return { attempt: 0, lastError: null, ...row, state, updatedAt: row.createdAt };
}

type Claim = {
  now: Date;
  wallNow: Date;
  limit: number;
  leaseMs: number;
  leaseToken: string;
  /** Only jobs more urgent than this; all when absent. */
  belowPriority?: number;
  /** Priorities of jobs that run together: they are claimed by the group. None when absent. */
  grouped?: ReadonlyMap<number, unknown>;
};

/**
 * Takes up to `limit` due jobs until `wallNow + leaseMs`, the most urgent first; before them those whose lease ran out
 * because their worker died.
 *
 * Leases are about living processes, so they go by the wall clock, also when `now` is fast-forwarded.
 */
export function claimJobs(db: Db, claim: Claim): Promise<LeasedJob[]> {
  return acrossShops(QUEUE, () => claimByPriority(db, claim));
}

async function claimByPriority(
  db: Db,
  { limit, belowPriority = Infinity, grouped, ...claim }: Claim,
): Promise<LeasedJob[]> {
  const leased = await claimExpired(db, { limit, ...claim });
  // Priority by priority: so the index gives the jobs in their order, however many wait.
  for (const priority of await listDuePriorities(db, claim.now)) {
    if (leased.length >= limit || priority >= belowPriority) break;
    if (grouped?.has(priority)) continue;
    leased.push(...(await claimQueued(db, { limit: limit - leased.length, priority, ...claim })));
  }
  return leased;
}

/** Rows that were leased by a statement with `RETURNING`. */
export type ClaimedRow = Omit<LeasedJob, "attempt" | "maxAttempts"> & {
  attempt: bigint;
  maxAttempts: bigint;
  runAt: Date;
};

/** The jobs in the order in which they were due. */
export function leasedInOrder(rows: ClaimedRow[]): LeasedJob[] {
  // RETURNING has no order.
  rows.sort((a, b) => a.runAt.getTime() - b.runAt.getTime() || (a.id < b.id ? -1 : 1));
  return rows.map(({ runAt: _runAt, ...row }) => ({
    ...row,
    attempt: Number(row.attempt),
    maxAttempts: Number(row.maxAttempts),
  }));
}

/** Takes jobs whose lease ran out. */
export async function claimExpired(
  db: Db,
  { now, wallNow, limit, leaseMs, leaseToken }: Omit<Claim, "grouped" | "belowPriority">,
): Promise<LeasedJob[]> {
  if (!(await hasExpiredLease(db, wallNow))) return [];
  return leasedInOrder(
    await db.$queryRaw<ClaimedRow[]>`
      UPDATE "Job" SET "leaseToken" = ${leaseToken}, "leasedUntil" = ${new Date(wallNow.getTime() + leaseMs)},
                       "attempt" = "attempt" + 1, "updatedAt" = ${now}
      WHERE "state" = 'leased' AND "leasedUntil" < ${wallNow} AND "id" IN (
        SELECT "id" FROM "Job" WHERE "state" = 'leased' AND "leasedUntil" < ${wallNow} LIMIT ${limit}
      )
      RETURNING "id", "name", "shopId", "payloadJson", "attempt", "maxAttempts", "leaseToken", "runAt"`,
  );
}

async function claimQueued(
  db: Db,
  { priority, now, wallNow, limit, leaseMs, leaseToken }: Claim & { priority: number },
): Promise<LeasedJob[]> {
  return leasedInOrder(
    await db.$queryRaw<ClaimedRow[]>`
      UPDATE "Job" SET "state" = 'leased', "leaseToken" = ${leaseToken}, "leasedUntil" = ${new Date(wallNow.getTime() + leaseMs)},
                       "attempt" = "attempt" + 1, "updatedAt" = ${now}
      WHERE "id" IN (
        SELECT "id" FROM "Job" WHERE "state" = 'queued' AND "priority" = ${priority} AND "runAt" <= ${now}
        ORDER BY "runAt", "id" LIMIT ${limit}
      )
      RETURNING "id", "name", "shopId", "payloadJson", "attempt", "maxAttempts", "leaseToken", "runAt"`,
  );
}

async function hasExpiredLease(db: Db, wallNow: Date): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Job" WHERE "state" = 'leased' AND "leasedUntil" < ${wallNow} LIMIT 1`;
  return rows.length > 0;
}

/** Priorities of which a job is due, the most urgent first. Jumps through the index from priority to priority. */
export async function listDuePriorities(db: Db, now: Date): Promise<number[]> {
  const rows = await db.$queryRaw<{ priority: bigint }[]>`
    WITH RECURSIVE "waiting"("priority") AS (
      SELECT min("priority") FROM "Job" WHERE "state" = 'queued'
      UNION ALL
      SELECT (SELECT min("priority") FROM "Job" WHERE "state" = 'queued' AND "priority" > "waiting"."priority")
      FROM "waiting" WHERE "waiting"."priority" IS NOT NULL
    )
    SELECT "priority" FROM "waiting"
    WHERE "priority" IS NOT NULL AND EXISTS (
      SELECT 1 FROM "Job" j WHERE j."state" = 'queued' AND j."priority" = "waiting"."priority" AND j."runAt" <= ${now}
    )
    ORDER BY "priority"`;
  return rows.map((row) => Number(row.priority));
}

/** Jobs that wait for a later time are due now; those that run are left alone. */
export async function hastenQueued(
  db: Db,
  {
    shopId,
    name,
    dedupeKeys,
    now,
  }: { shopId: string; name: string; dedupeKeys: readonly string[]; now: Date },
): Promise<void> {
  await db.job.updateMany({
    where: { shopId, name, dedupeKey: { in: [...dedupeKeys] }, state: "queued", runAt: { gt: now } },
    data: { runAt: now, updatedAt: now },
  });
}

type Lease = { id: string; leaseToken: string };

/** Ends a job. @returns false when the lease is no longer ours: the caller must roll back. */
export async function completeJob(db: Db, { id, leaseToken }: Lease): Promise<boolean> {
  const count = await acrossShops(
    QUEUE,
    () => db.$executeRaw`DELETE FROM "Job" WHERE "id" = ${id} AND "leaseToken" = ${leaseToken}`,
  );
  return count === 1;
}

/** Puts a leased job back to run at `runAt`; `attempt` is what counts as tried so far. */
export async function requeueJob(
  db: Db,
  {
    id,
    leaseToken,
    runAt,
    attempt,
    error,
    now,
  }: Lease & { runAt: Date; attempt: number; error: string; now: Date },
): Promise<void> {
  await acrossShops(QUEUE, () =>
    db.job.updateMany({
      where: { id, leaseToken },
      data: {
        state: "queued",
        runAt,
        attempt,
        lastError: error,
        leaseToken: null,
        leasedUntil: null,
        updatedAt: now,
      },
    }),
  );
}

/** Gives up on a job: a person sees it and may retry it. */
export async function buryJob(
  db: Db,
  { id, leaseToken, error, now }: Lease & { error: string; now: Date },
): Promise<void> {
  await acrossShops(QUEUE, () =>
    db.job.updateMany({
      where: { id, leaseToken },
      data: { state: "dead", lastError: error, leaseToken: null, leasedUntil: null, updatedAt: now },
    }),
  );
}

/** Keeps leases of long work alive. */
export async function extendLeases(
  db: Db,
  { leaseTokens, leasedUntil }: { leaseTokens: readonly string[]; leasedUntil: Date },
): Promise<void> {
  await acrossShops(QUEUE, () =>
    db.job.updateMany({
      where: { leaseToken: { in: [...leaseTokens] }, state: "leased" },
      data: { leasedUntil },
    }),
  );
}

/** Changes whenever anybody committed to the SQLite file: a cheap "is there news?". */
export async function readDataVersion(db: Db): Promise<number> {
  const rows = await db.$queryRaw<{ data_version: bigint }[]>`PRAGMA data_version`;
  return Number(rows[0]?.data_version ?? 0);
}

/** Queues a dead job of a shop anew, with all its tries. @returns false when the shop has no such dead job. */
export async function reviveJob(
  db: Db,
  { shopId, id, now }: { shopId: string; id: string; now: Date },
): Promise<boolean> {
  const { count } = await db.job.updateMany({
    where: { shopId, id, state: "dead" },
    data: { state: "queued", attempt: 0, runAt: now, updatedAt: now },
  });
  return count === 1;
}
