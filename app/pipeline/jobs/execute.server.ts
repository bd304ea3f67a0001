import { SECOND_MS } from "~/kit/duration";
import { type Db, inTransaction, type RootDb } from "~/platform/db.server";
import { logger, withLogFields } from "~/platform/logger.server";
import { finishedJobs, jobSeconds } from "~/platform/measures.server";
import { scrubError } from "~/platform/scrub";
import { withShop } from "~/platform/tenant-guard.server";

import { backoffMs } from "./backoff";
import { type AnyJob, RetryAt } from "./definition";
import type { JobRegistry } from "./registry.server";
import { buryJob, completeJob, type LeasedJob, requeueJob } from "./repository.server";

/** Nobody may ask to be run again and again without a pause. */
export const RETRY_FLOOR_MS = SECOND_MS;

/** The lease went to another worker meanwhile: our work is rolled back and theirs counts. */
class LeaseLost extends Error {}

/**
 * Runs one leased job to its end.
 *
 * Done: the row is gone, in the same transaction as the handler's writes. Failed: queued again with a growing delay.
 * Failed `maxAttempts` times, unknown, or with a payload that does not fit: dead, kept for a person. So is one whose
 * worker died in the middle of every try: it may be what kills them.
 */
export async function executeJob(db: RootDb, registry: JobRegistry, run: Run): Promise<void> {
  const { name: job, id: jobId, shopId } = run.leased;
  const begunAt = performance.now();
  const outcome = await withLogFields({ job, jobId, ...(shopId ? { shopId } : {}) }, () =>
    runToItsEnd(db, registry, run),
  );
  // What an unknown job is called may be anything.
  const label = registry.jobs.has(job) ? job : "unknown";
  finishedJobs.of(label, outcome).add();
  jobSeconds.of(label).add((performance.now() - begunAt) / SECOND_MS);
}

/** How a run ended. `lost`: another worker has the job. */
export type Ending = "done" | "postponed" | "failed" | "dead" | "lost";

async function runToItsEnd(
  db: RootDb,
  registry: JobRegistry,
  { leased, now, endings = leaseEndings(db, leased) }: Run,
): Promise<Ending> {
  const readied = readyJob(registry, leased);
  if (readied.kind === "hopeless") return giveUp(endings, { leased, error: readied.error, now: now() });
  try {
    await runHandler(db, readied, { leased, now, endings });
    return "done";
  } catch (error) {
    if (error instanceof LeaseLost) return "lost";
    return recordFailure(endings, { leased, error, now: now() });
  }
}

/** A job that can never run is dead. */
export async function giveUp(
  endings: JobEndings,
  { leased, error, now }: { leased: LeasedJob; error: string; now: Date },
): Promise<Ending> {
  logger.error({ job: leased.name, jobId: leased.id, error }, "job is dead");
  await endings.bury({ error, now });
  return "dead";
}

/** A job to run, and how it ends in the queue it came from. */
type Run = { leased: LeasedJob; now: () => Date; endings?: JobEndings };

/** The ends of a job in one queue. */
export type JobEndings = {
  /** In the transaction of the job's work, before it. @returns false when another worker has the job now. */
  complete: (db: Db) => Promise<boolean>;
  /** `attempt` is what counts as tried so far. */
  requeue: (again: { runAt: Date; attempt: number; error: string; now: Date }) => Promise<void>;
  bury: (end: { error: string; now: Date }) => Promise<void>;
};

/** Jobs of the embedded queue end by their lease. */
export function leaseEndings(db: RootDb, { id, leaseToken }: LeasedJob): JobEndings {
  return {
    complete: (within) => completeJob(within, { id, leaseToken }),
    requeue: (again) => requeueJob(db, { id, leaseToken, ...again }),
    bury: (end) => buryJob(db, { id, leaseToken, ...end }),
  };
}

type Ready = { kind: "ready"; job: AnyJob; payload: unknown };

/** A leased job with its definition and payload, or why it can never run. */
export function readyJob(
  registry: JobRegistry,
  leased: LeasedJob,
): Ready | { kind: "hopeless"; error: string } {
  const { name, payloadJson, attempt, maxAttempts } = leased;
  const job = registry.jobs.get(name);
  if (!job) return { kind: "hopeless", error: `no job is named "${name}"` };
  if (attempt > maxAttempts) {
    return {
      kind: "hopeless",
      error: `its worker stopped in the middle of try ${attempt - 1} of ${maxAttempts}`,
    };
  }
  const parsed = job.schema.safeParse(parseJson(payloadJson));
  if (parsed.success) return { kind: "ready", job, payload: parsed.data };
  const [issue] = parsed.error.issues;
  const place = ["payload", ...(issue?.path ?? [])].join(".");
  return { kind: "hopeless", error: `${place}: ${issue?.message ?? "does not fit"}` };
}

/** Undefined when it is no JSON: no schema takes that. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function runHandler(
  db: RootDb,
  { job, payload }: Ready,
  { leased, now, endings }: Required<Run>,
): Promise<void> {
  if (job.kind === "grouped") throw new Error(`"${job.name}" runs together with its like only`);
  const context = { now: now(), attempt: leased.attempt };
  if (job.kind === "outside") {
    await withShop(leased.shopId, () => job.run(payload, { ...context, db }));
    await endings.complete(db);
    return;
  }
  await inTransaction(
    db,
    async (tx) => {
      // First the completion: it takes the lease's row, so no other worker can finish the same job beside us.
      if (!(await endings.complete(tx))) throw new LeaseLost();
      await withShop(leased.shopId, () => job.run(payload, { ...context, tx }));
    },
    { shopId: leased.shopId },
  );
}

/** Puts a job that failed back, later every time, or gives it up. */
export async function recordFailure(
  endings: JobEndings,
  { leased, error, now }: { leased: LeasedJob; error: unknown; now: Date },
): Promise<Ending> {
  const { id, attempt, maxAttempts, name } = leased;
  const message = scrubError(error);
  if (error instanceof RetryAt) {
    const runAt = new Date(Math.max(error.at.getTime(), now.getTime() + RETRY_FLOOR_MS));
    await endings.requeue({ runAt, attempt: attempt - 1, error: message, now });
    return "postponed";
  }
  if (attempt >= maxAttempts) {
    logger.error({ job: name, jobId: id, attempt, error: message }, "job is dead");
    await endings.bury({ error: message, now });
    return "dead";
  }
  const runAt = new Date(now.getTime() + backoffMs(attempt, Math.random()));
  logger.warn(
    { job: name, jobId: id, attempt, maxAttempts, runAt, error: message },
    "job failed, will be tried again",
  );
  await endings.requeue({ runAt, attempt, error: message, now });
  return "failed";
}
