import { setTimeout as sleep } from "node:timers/promises";

import { SECOND_MS } from "~/kit/duration";
import { wallNow } from "~/platform/clock.server";
import type { RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { logger } from "~/platform/logger.server";

import { USUAL_PRIORITY } from "../definition";
import type { JobRegistry } from "../registry.server";
import { alarmOf, LEASE_MS, type Runner, type RunnerOptions } from "../runner";
import { runTogether, shortJobsOf } from "../short/run.server";
import { runDueSchedules } from "../schedules.server";
import { claimJobs, type LeasedJob, readDataVersion } from "../repository.server";
import { type Heart, heartOf } from "../together/heart.server";
import { drainGroup, executeAlone, type Running, takeGroups } from "../together/take.server";

/** How often the file is asked whether anybody wrote; costs microseconds. */
const NEWS_POLL_MS = 8;
/** Even without news, look again: clocks jump, leases run out. */
const SURE_POLL_MS = 250;
/** A schedule that fails is not hammered. */
const SCHEDULE_RETRY_MS = 5 * SECOND_MS;

/**
 * The embedded adapter of the queue, for SQLite.
 *
 * A job is queued → leased (by a claim that commits before the work starts) → gone, or queued again, or dead.
 * A worker that dies leaves its lease to run out; then another claims the job. Transactional jobs complete in the
 * transaction of their writes, so a job whose lease ran out under it can never take effect twice.
 */
export function startEmbeddedRunner(db: RootDb, registry: JobRegistry, options: RunnerOptions): Runner {
  const running: Running = new Map();
  const leaseMs = options.leaseMs ?? LEASE_MS;
  const heart = heartOf(db, { running, leaseMs });
  const short = shortJobsOf(registry);
  let stopping = false;

  const loop = (async () => {
    const nextTick = alarmOf(options.now);
    while (!stopping) {
      try {
        // Before looking for work: what is committed from here on is news.
        const seen = await readDataVersion(db);
        if (nextTick.isDue()) nextTick.set(await tickSchedules(db, registry, options.now()));
        const ran = options.isHeldUp?.() ? 0 : await runTogether(db, short, options.now());
        const took = ran + (await takeJobs(db, registry, { running, heart, options }));
        options.onLook?.();
        // However long they take, schedules have their turn.
        if (running.size >= options.concurrency) await raceFor(SURE_POLL_MS, running);
        else if (took === 0) {
          const isOver = () => stopping || nextTick.isDue();
          await waitForNews(db, { seen, running, isOver });
        }
      } catch (error) {
        logger.error({ error: String(error) }, "the worker's loop failed, going on");
        await sleep(SURE_POLL_MS);
      }
    }
  })();
  const heartbeat = setInterval(() => {
    heart.beat().catch((error: unknown) => {
      logger.error({ error: String(error) }, "leases were not extended");
    });
  }, leaseMs / 3);

  return {
    stop: async () => {
      stopping = true;
      await loop;
      await Promise.all(worksOf(running));
      clearInterval(heartbeat);
    },
  };
}

/** Ticks what is due. @returns milliseconds until the next look. */
async function tickSchedules(db: RootDb, registry: JobRegistry, now: Date): Promise<number> {
  try {
    await runDueSchedules(db, registry, now);
    return SURE_POLL_MS;
  } catch (error) {
    logger.error({ error: String(error) }, "a schedule failed, it will be tried again");
    return SCHEDULE_RETRY_MS;
  }
}

/** Runs what is due until nothing is: for tests and one-off commands. @returns how many jobs ran. */
export async function drainEmbeddedJobs(db: RootDb, registry: JobRegistry, now: () => Date): Promise<number> {
  let count = 0;
  const short = shortJobsOf(registry);
  for (;;) {
    for (let ran = -1; ran !== 0; count += ran) ran = await runTogether(db, short, now());
    const leased = await claimJobs(db, {
      now: now(),
      wallNow: wallNow(),
      limit: 50,
      leaseMs: LEASE_MS,
      leaseToken: newId(),
      grouped: registry.grouped,
    });
    for (const job of leased) await executeAlone(db, registry, { leased: job, now });
    const togetherCount = await drainGroup(db, registry, { now });
    if (leased.length + togetherCount === 0) return count;
    count += leased.length + togetherCount;
  }
}

function worksOf(running: Running): Promise<void>[] {
  return [...running.values()].map(({ work }) => work);
}

async function takeJobs(
  db: RootDb,
  registry: JobRegistry,
  { running, heart, options }: { running: Running; heart: Heart; options: RunnerOptions },
): Promise<number> {
  const limit = options.concurrency - running.size;
  if (limit <= 0) return 0;
  const { now, leaseMs = LEASE_MS } = options;
  const urgency = options.isHeldUp?.() ? { belowPriority: USUAL_PRIORITY } : {};
  await heart.beatIfLate();
  const leased = await claimJobs(db, {
    now: now(),
    wallNow: wallNow(),
    limit,
    leaseMs,
    leaseToken: newId(),
    grouped: registry.grouped,
    ...urgency,
  });
  for (const job of leased) start(job);
  return leased.length + (await takeGroups(db, registry, { running, now, leaseMs, ...urgency }));

  function start(job: LeasedJob): void {
    const key = `${job.id}|${job.leaseToken}`;
    const work = executeAlone(db, registry, { leased: job, now })
      .catch((error: unknown) =>
        logger.error({ job: job.name, error: String(error) }, "a job's outcome was not recorded"),
      )
      .finally(() => running.delete(key));
    running.set(key, { job: job.name, work });
  }
}

/** Until one of what runs is over, at most so long. */
async function raceFor(ms: number, running: Running): Promise<void> {
  const enough = new AbortController();
  const wait = sleep(ms, undefined, { signal: enough.signal }).catch(() => undefined);
  await Promise.race([wait, ...worksOf(running)]);
  enough.abort();
}

async function waitForNews(
  db: RootDb,
  { seen, running, isOver }: { seen: number; running: Running; isOver: () => boolean },
): Promise<void> {
  const until = Date.now() + SURE_POLL_MS;
  const atStart = running.size;
  while (!isOver() && Date.now() < until) {
    await sleep(NEWS_POLL_MS);
    if (running.size < atStart || (await readDataVersion(db)) !== seen) return;
  }
}
