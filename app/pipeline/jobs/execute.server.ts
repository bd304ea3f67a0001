import { inTransaction, type RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";

import { backoffMs } from "./backoff";
import { type AnyJob, RetryAt } from "./definition";
import type { JobRegistry } from "./registry.server";
import { buryJob, completeJob, type LeasedJob, requeueJob } from "./repository.server";

/** The lease went to another worker meanwhile: our work is rolled back and theirs counts. */
class LeaseLost extends Error {}

/**
 * Runs one leased job to its end.
 *
 * Done: the row is gone, in the same transaction as the handler's writes. Failed: queued again with a growing delay.
 * Failed `maxAttempts` times, unknown, or with a payload that does not fit: dead, kept for a person.
 */
export async function executeJob(
  db: RootDb,
  registry: JobRegistry,
  { leased, now }: { leased: LeasedJob; now: () => Date },
): Promise<void> {
  const { id, leaseToken } = leased;
  const job = registry.jobs.get(leased.name);
  if (!job) {
    await buryJob(db, { id, leaseToken, error: `no job is named "${leased.name}"`, now: now() });
    return;
  }
  try {
    await runHandler(db, job, { leased, now });
  } catch (error) {
    if (error instanceof LeaseLost) return;
    await recordFailure(db, { leased, error, now: now() });
  }
}

async function runHandler(
  db: RootDb,
  job: AnyJob,
  { leased, now }: { leased: LeasedJob; now: () => Date },
): Promise<void> {
  const payload: unknown = job.schema.parse(JSON.parse(leased.payloadJson));
  const context = { now: now(), attempt: leased.attempt };
  if (job.kind === "outside") {
    await job.run(payload, { ...context, db });
    await completeJob(db, leased);
    return;
  }
  await inTransaction(db, async (tx) => {
    // First the completion: it takes the lease's row, so no other worker can finish the same job beside us.
    if (!(await completeJob(tx, leased))) throw new LeaseLost();
    await job.run(payload, { ...context, tx });
  });
}

async function recordFailure(
  db: RootDb,
  { leased, error, now }: { leased: LeasedJob; error: unknown; now: Date },
): Promise<void> {
  const { id, leaseToken, attempt, maxAttempts, name } = leased;
  const message = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2_000) : String(error);
  if (error instanceof RetryAt) {
    await requeueJob(db, { id, leaseToken, runAt: error.at, attempt: attempt - 1, error: message, now });
  } else if (attempt >= maxAttempts) {
    logger.error({ job: name, jobId: id, attempt, error: message }, "job is dead");
    await buryJob(db, { id, leaseToken, error: message, now });
  } else {
    logger.warn({ job: name, jobId: id, attempt, error: message }, "job failed, will be tried again");
    const runAt = new Date(now.getTime() + backoffMs(attempt, Math.random()));
    await requeueJob(db, { id, leaseToken, runAt, attempt, error: message, now });
  }
}
