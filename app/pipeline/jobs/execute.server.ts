import { SECOND_MS } from "~/kit/duration";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";

import { backoffMs } from "./backoff";
import { type AnyJob, RetryAt } from "./definition";
import type { JobRegistry } from "./registry.server";
import { buryJob, completeJob, type LeasedJob, requeueJob } from "./repository.server";

/** Nobody may ask to be run again and again without a pause. */
const RETRY_FLOOR_MS = SECOND_MS;

/** The lease went to another worker meanwhile: our work is rolled back and theirs counts. */
class LeaseLost extends Error {}

/**
 * Runs one leased job to its end.
 *
 * Done: the row is gone, in the same transaction as the handler's writes. Failed: queued again with a growing delay.
 * Failed `maxAttempts` times, unknown, or with a payload that does not fit: dead, kept for a person. So is one whose
 * worker died in the middle of every try: it may be what kills them.
 */
export async function executeJob(
  db: RootDb,
  registry: JobRegistry,
  { leased, now }: { leased: LeasedJob; now: () => Date },
): Promise<void> {
  const readied = readyJob(registry, leased);
  if (readied.kind === "hopeless") {
    logger.error({ job: leased.name, jobId: leased.id, error: readied.error }, "job is dead");
    await buryJob(db, { id: leased.id, leaseToken: leased.leaseToken, error: readied.error, now: now() });
    return;
  }
  try {
    await runHandler(db, readied, { leased, now });
  } catch (error) {
    if (error instanceof LeaseLost) return;
    await recordFailure(db, { leased, error, now: now() });
  }
}

type Ready = { kind: "ready"; job: AnyJob; payload: unknown };

function readyJob(registry: JobRegistry, leased: LeasedJob): Ready | { kind: "hopeless"; error: string } {
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
  { leased, now }: { leased: LeasedJob; now: () => Date },
): Promise<void> {
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
    const runAt = new Date(Math.max(error.at.getTime(), now.getTime() + RETRY_FLOOR_MS));
    await requeueJob(db, { id, leaseToken, runAt, attempt: attempt - 1, error: message, now });
  } else if (attempt >= maxAttempts) {
    logger.error({ job: name, jobId: id, attempt, error: message }, "job is dead");
    await buryJob(db, { id, leaseToken, error: message, now });
  } else {
    logger.warn({ job: name, jobId: id, attempt, error: message }, "job failed, will be tried again");
    const runAt = new Date(now.getTime() + backoffMs(attempt, Math.random()));
    await requeueJob(db, { id, leaseToken, runAt, attempt, error: message, now });
  }
}
