import { SECOND_MS } from "~/kit/duration";
import type { RootDb } from "~/platform/db.server";
import { withLogFields } from "~/platform/logger.server";
import { finishedJobs, jobSeconds } from "~/platform/measures.server";
import { scrubError } from "~/platform/scrub";
import { withShop } from "~/platform/tenant-guard.server";

import type { JobEnding } from "../definition";
import { giveUp, leaseEndings, readyJob, recordFailure, RETRY_FLOOR_MS } from "../execute.server";
import type { AnyGroupedJob, JobRegistry } from "../registry.server";
import type { LeasedJob } from "../repository.server";
import { completeJobs, requeueJobs } from "./repository.server";

type Group = { leased: readonly LeasedJob[]; now: () => Date };

/**
 * Runs leased jobs of one kind and shop together, each to its own end.
 *
 * Ends as `executeJob` has them; what is done goes in one statement, and so does what is to run again at its time.
 */
export async function executeTogether(
  db: RootDb,
  registry: JobRegistry,
  { job, leased, now }: Group & { job: AnyGroupedJob },
): Promise<void> {
  const begunAt = performance.now();
  const ready: { one: LeasedJob; payload: unknown }[] = [];
  for (const one of leased) {
    const readied = readyJob(registry, one);
    if (readied.kind === "ready") ready.push({ one, payload: readied.payload });
    else count(job, await giveUp(leaseEndings(db, one), { leased: one, error: readied.error, now: now() }));
  }
  const shopId = leased[0]?.shopId ?? null;
  const endings = await withLogFields({ job: job.name, ...(shopId ? { shopId } : {}) }, () =>
    runAll(db, job, { shopId, payloads: ready.map(({ payload }) => payload), now }),
  );
  await record(
    db,
    job,
    ready.map(({ one }, index) => ({ one, ending: endings[index] ?? MISSING, now: now() })),
  );
  jobSeconds.of(job.name).add((performance.now() - begunAt) / SECOND_MS);
}

const MISSING: JobEnding = { kind: "failed", error: new Error("the job did not say how it ended") };

async function runAll(
  db: RootDb,
  job: AnyGroupedJob,
  { shopId, payloads, now }: { shopId: string | null; payloads: readonly unknown[]; now: () => Date },
): Promise<JobEnding[]> {
  if (payloads.length === 0) return [];
  try {
    return await withShop(shopId, () => job.runTogether(payloads, { db, now: now() }));
  } catch (error) {
    return payloads.map(() => ({ kind: "failed", error }));
  }
}

type Ended = { one: LeasedJob; ending: JobEnding; now: Date };

async function record(db: RootDb, job: AnyGroupedJob, ended: readonly Ended[]): Promise<void> {
  const [first] = ended;
  if (!first) return;
  const { leaseToken } = first.one;
  const done = ended.filter(({ ending }) => ending.kind === "done");
  await completeJobs(db, { leaseToken, ids: done.map(({ one }) => one.id) });
  const again = ended.flatMap(({ one, ending, now }) =>
    ending.kind === "again"
      ? [{ id: one.id, runAt: noSooner(ending.at, now), lastError: scrubError(ending.reason) }]
      : [],
  );
  await requeueJobs(db, { leaseToken, jobs: again, now: first.now });
  count(job, "done", done.length);
  count(job, "postponed", again.length);
  for (const { one, ending, now } of ended) {
    if (ending.kind !== "failed") continue;
    count(job, await recordFailure(leaseEndings(db, one), { leased: one, error: ending.error, now }));
  }
}

/** Nobody may ask to be run again and again without a pause. */
function noSooner(at: Date, now: Date): Date {
  return new Date(Math.max(at.getTime(), now.getTime() + RETRY_FLOOR_MS));
}

function count({ name }: AnyGroupedJob, outcome: Parameters<typeof finishedJobs.of>[1], times = 1): void {
  if (times > 0) finishedJobs.of(name, outcome).add(times);
}
