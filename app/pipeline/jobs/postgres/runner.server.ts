import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { type Job, Logger, run, runOnce, type TaskList, type WorkerEvents } from "graphile-worker";

import { SECOND_MS } from "~/kit/duration";
import { wallNow } from "~/platform/clock.server";
import { type Db, inTransaction, poolOf, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { logger } from "~/platform/logger.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { USUAL_PRIORITY } from "../definition";
import { executeJob, type JobEndings } from "../execute.server";
import type { JobRegistry } from "../registry.server";
import {
  claimExpired,
  insertJobs,
  type LeasedJob,
  listDuePriorities,
  QUEUE,
  saveDeadJob,
} from "../repository.server";
import { runTogether, shortJobsOf, type ShortRegistry } from "../short/run.server";
import { alarmOf, LEASE_MS, type Runner, type RunnerOptions } from "../runner";
import { runDueSchedules } from "../schedules.server";
import { heartOf } from "../together/heart.server";
import { drainGroup, executeAlone, type Running, takeGroups } from "../together/take.server";
import {
  deleteHeartbeats,
  deleteStoppedWorkers,
  listHeartlessWorkers,
  saveHeartbeat,
  unlockJobsOf,
} from "./repository.server";
import {
  type CarriedJob,
  hasHandedOver,
  preparePostgresQueue,
  promoteDueJobs,
  takeHandedOver,
} from "./queue.server";

/** How often our own clock is asked what became due; while more urgent work needs the process, much less often. */
const LOOK_MS = 8;
const HELD_UP_LOOK_MS = 100;
const SCHEDULES_MS = 250;
/** Beats within a lease: one or two may fail without harm. */
const BEATS = 4;
/** Expired leases that are looked after before anything else is. */
const EXPIRED_AT_ONCE = 20;
/** Notifications wake the workers; this is for those that got lost. */
const POLL_MS = 2 * SECOND_MS;

/** Our log has our words; graphile-worker's own are for its developers. */
const quiet = new Logger(() => (level, message) => {
  if (level === "error")
    logger.error({ error: message.slice(0, 500) }, "the queue's library reports an error");
});

/** Tasks of graphile-worker: one for each of our jobs. */
function tasksOf(db: RootDb, registry: JobRegistry, now: () => Date): TaskList {
  return Object.fromEntries(
    [...registry.jobs.keys()].map((name) => [
      name,
      async (payload: unknown, { job }: { job: HandedJob }) => {
        const carried = payload as CarriedJob;
        const attempt = carried.triedCount + job.attempts;
        const leased: LeasedJob = { ...carried, name, attempt, leaseToken: "" };
        const claim = claimOf(job);
        await executeJob(db, registry, { leased, now, endings: endingsOf(db, { carried, leased, claim }) });
        // An error is what keeps graphile-worker from completing it: it is not ours to complete.
        if (claim.isLost()) throw new Error(`${name}: another worker has the job by now`);
      },
    ]),
  );
}

type HandedJob = Pick<Job, "id" | "attempts" | "locked_by">;

type Claim = { take: (db: Db) => Promise<boolean>; isLost: () => boolean };

/** Our hold on a handed-over job, until somebody else is given it because our heart stopped. */
function claimOf(job: HandedJob): Claim {
  let isLost = false;
  return {
    take: async (db) => {
      isLost = !(await takeHandedOver(db, job));
      return !isLost;
    },
    isLost: () => isLost,
  };
}

/**
 * Handed-over jobs end well for graphile-worker in any case; what is to be tried again waits in Job. A job is taken out
 * of its table in the transaction that ends it, so it ends once, also when it was given to another worker meanwhile.
 */
function endingsOf(
  db: RootDb,
  { carried, leased, claim }: { carried: CarriedJob; leased: LeasedJob; claim: Claim },
): JobEndings {
  const { id, shopId, payloadJson, dedupeKey, priority, maxAttempts } = carried;
  const row = { id, shopId, payloadJson, dedupeKey, priority, maxAttempts, name: leased.name };
  return {
    complete: claim.take,
    requeue: ({ runAt, attempt, error, now }) =>
      endOnce((tx) => insertJobs(tx, [{ ...row, runAt, createdAt: now, attempt, lastError: error }])),
    bury: ({ error, now }) =>
      endOnce((tx) =>
        saveDeadJob(tx, { ...row, runAt: now, createdAt: now, attempt: leased.attempt, lastError: error }),
      ),
  };

  function endOnce(end: (tx: Tx) => Promise<void>): Promise<void> {
    return inTransaction(db, async (tx) => {
      if (await claim.take(tx)) await end(tx);
    });
  }
}

/**
 * The queue of PostgreSQL: graphile-worker runs what is due, in as many processes as there are.
 *
 * A worker that dies leaves its jobs locked; its heart stops, and another worker gives them back. A job that is one
 * transaction takes effect once; one that talks to the outside may be run again.
 */
export async function startPostgresRunner(
  db: RootDb,
  registry: JobRegistry,
  options: RunnerOptions,
): Promise<Runner> {
  const { leaseMs = LEASE_MS } = options;
  await preparePostgresQueue(db);
  const poolIds: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool: { id } }) => poolIds.push(id));
  const graphile = await startGraphile(db, registry, { ...options, events });
  const short = shortJobsOf(registry);
  let isStopping = false;
  const { isHeldUp, urgency, lookMs } = pressureOn(options);
  const running: Running = new Map();
  const heart = heartOf(db, { running, leaseMs });
  /** Those whose worker died, and what is due together. */
  async function takeLeased(): Promise<void> {
    await heart.beatIfLate();
    await takeExpired(db, registry, { now: options.now, leaseMs });
    const taking = { running, now: options.now, leaseMs, belowPriority: urgency() };
    while (!isStopping && (await takeGroups(db, registry, taking)) > 0);
  }

  const beat = () => beatHeart(db, { poolIds, leaseMs });
  await beat();
  const loops = [
    repeat(lookMs, takeLeased),
    repeat(leaseMs / BEATS, heart.beat),
    repeat(lookMs, async () => {
      await promoteAll(db, registry, { now: options.now(), belowPriority: urgency() });
      options.onLook?.();
    }),
    repeat(lookMs, async () => (isHeldUp() ? 0 : runAllTogether(db, short, options.now))),
    repeat(SCHEDULES_MS, () => runDueSchedules(db, registry, options.now())),
    repeat(leaseMs / BEATS, beat),
  ];

  async function repeat(everyMs: number | (() => number), work: () => Promise<unknown>): Promise<void> {
    for (const next = alarmOf(options.now); !isStopping; await sleep(LOOK_MS)) {
      if (!next.isDue()) continue;
      try {
        await work();
      } catch (error) {
        logger.error({ error: String(error) }, "the worker's loop failed, going on");
      }
      next.set(typeof everyMs === "number" ? everyMs : everyMs());
    }
  }

  return {
    stop: async () => {
      if (isStopping) return;
      isStopping = true;
      await Promise.all([graphile.stop(), ...loops]);
      await Promise.all([...running.values()].map(({ work }) => work));
      await deleteHeartbeats(db, poolIds);
    },
  };
}

/** Of which priorities jobs are taken, and how often they are looked for. */
function pressureOn({ isHeldUp = () => false }: RunnerOptions) {
  return {
    isHeldUp,
    urgency: () => (isHeldUp() ? USUAL_PRIORITY : Infinity),
    lookMs: () => (isHeldUp() ? HELD_UP_LOOK_MS : LOOK_MS),
  };
}

function startGraphile(
  db: RootDb,
  registry: JobRegistry,
  { events, now, concurrency }: Pick<RunnerOptions, "now" | "concurrency"> & { events: WorkerEvents },
) {
  return run({
    events,
    pgPool: poolOf(db),
    taskList: tasksOf(db, registry, now),
    concurrency,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    logger: quiet,
    preset: { worker: { completeJobBatchDelay: 0 } },
  });
}

/** Tells that this worker lives, and gives back what workers held whose hearts stopped. */
async function beatHeart(
  db: RootDb,
  { poolIds, leaseMs }: { poolIds: readonly string[]; leaseMs: number },
): Promise<void> {
  const now = wallNow();
  for (const id of poolIds) await saveHeartbeat(db, { id, now });
  const before = new Date(now.getTime() - leaseMs);
  const stopped = await deleteStoppedWorkers(db, { before });
  const heartless = await listHeartlessWorkers(db, { before });
  if (stopped.length + heartless.length > 0) await unlockJobsOf(db, [...stopped, ...heartless]);
}

/** Jobs of ours that were leased by a worker that died: each by itself. */
async function takeExpired(
  db: RootDb,
  registry: JobRegistry,
  { now, leaseMs }: { now: () => Date; leaseMs: number },
): Promise<void> {
  const claim = { now: now(), wallNow: wallNow(), limit: EXPIRED_AT_ONCE, leaseMs, leaseToken: newId() };
  const expired = await acrossShops(QUEUE, () => claimExpired(db, claim));
  for (const leased of expired) await executeAlone(db, registry, { leased, now });
}

async function runAllTogether(db: RootDb, short: ShortRegistry, now: () => Date): Promise<number> {
  let count = 0;
  for (;;) {
    const ran = await runTogether(db, short, now());
    count += ran;
    if (ran === 0) return count;
  }
}

async function promoteAll(
  db: RootDb,
  registry: JobRegistry,
  { now, belowPriority = Infinity }: { now: Date; belowPriority?: number },
): Promise<number> {
  const knownNames = new Set(registry.jobs.keys());
  const shortNames = shortJobsOf(registry).flatMap(([, jobs]) => [...jobs.keys()]);
  let count = 0;
  for (;;) {
    // One query where nothing is due, and no transaction: that is asked all the time.
    const due = await acrossShops(QUEUE, () => listDuePriorities(db, now));
    if (!due.some((priority) => priority < belowPriority)) return count;
    const promoted = await inTransaction(db, (tx) =>
      promoteDueJobs(tx, { now, belowPriority, knownNames, grouped: registry.grouped, shortNames }),
    );
    count += promoted;
    if (promoted === 0) return count;
  }
}

/** Runs what is due until nothing is: for tests and one-off commands. @returns how many jobs ran. */
export async function drainPostgresJobs(db: RootDb, registry: JobRegistry, now: () => Date): Promise<number> {
  let count = 0;
  const tasks = tasksOf(db, registry, now);
  const counted: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload, helpers) => {
        count += 1;
        return task?.(payload, helpers);
      },
    ]),
  );
  const short = shortJobsOf(registry);
  for (;;) {
    count += await runAllTogether(db, short, now);
    await promoteAll(db, registry, { now: now() });
    const before = count;
    count += await drainGroup(db, registry, { now });
    if (registry.jobs.size === 0 || !(await hasHandedOver(db))) {
      if (count === before) return count;
      continue;
    }
    await runOnce({
      pgPool: poolOf(db),
      taskList: counted,
      concurrency: 1,
      noHandleSignals: true,
      logger: quiet,
    });
    if (count === before) return count;
  }
}
