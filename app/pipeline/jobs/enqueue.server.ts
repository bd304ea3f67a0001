import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { type JobDefinition, USUAL_PRIORITY } from "./definition";
import { hastenQueued, insertJobs } from "./repository.server";

export type EnqueueOptions = {
  /** Null for work that belongs to no shop. */
  shopId: string | null;
  now: Date;
  /** Not before; now when absent. */
  runAt?: Date;
  /** While a job of this name with this key waits or runs, another is not added. */
  dedupeKey?: string;
};

/**
 * Adds a job in the current transaction: it exists if and only if the change that caused it does.
 *
 * Safe to repeat with a `dedupeKey`.
 */
export function enqueueJob<Payload>(
  tx: Db,
  job: JobDefinition<Payload>,
  { payload, ...options }: EnqueueOptions & { payload: NoInfer<Payload> },
): Promise<void> {
  return enqueueJobs(tx, job, [{ payload, ...options }]);
}

/** Lets jobs of a shop that wait for their time run now. Safe to repeat. */
export function hastenJobs(
  tx: Db,
  job: { name: string },
  { shopId, dedupeKeys, now }: { shopId: string; dedupeKeys: readonly string[]; now: Date },
): Promise<void> {
  return hastenQueued(tx, { shopId, name: job.name, dedupeKeys, now });
}

type Entry<Payload> = EnqueueOptions & { payload: Payload };

/** Adds many jobs of one kind in one statement. */
export function enqueueJobs<Payload>(
  tx: Db,
  job: JobDefinition<Payload>,
  entries: readonly Entry<NoInfer<Payload>>[],
): Promise<void> {
  return enqueueKinds(tx, [{ job, entries }]);
}

/** Adds jobs of several kinds in one statement. */
export async function enqueueKinds<Payload>(
  tx: Db,
  kinds: readonly { job: JobDefinition<Payload>; entries: readonly Entry<NoInfer<Payload>>[] }[],
): Promise<void> {
  const rows = kinds.flatMap(({ job, entries }) => entries.map((entry) => rowOf(job, entry)));
  await insertJobs(tx, rows);
}

function rowOf<Payload>(job: JobDefinition<Payload>, entry: Entry<Payload>) {
  const { payload, shopId, now, runAt, dedupeKey } = entry;
  return {
    id: newId(),
    shopId,
    name: job.name,
    payloadJson: JSON.stringify(payload),
    dedupeKey: dedupeKey ?? null,
    priority: job.priority ?? USUAL_PRIORITY,
    runAt: runAt ?? now,
    maxAttempts: job.maxAttempts,
    createdAt: now,
  };
}
