import { wallNow } from "~/platform/clock.server";
import type { RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { logger } from "~/platform/logger.server";

import type { AnyGroupedJob, JobRegistry } from "../registry.server";
import { executeJob } from "../execute.server";
import { extendLeases, type LeasedJob } from "../repository.server";
import { LEASE_MS } from "../runner";
import { executeTogether } from "./execute.server";
import { claimGroup } from "./repository.server";

/** So many groups of a kind run at once in a process: enough that one prepares while others wait for the network. */
const GROUPS_AT_ONCE = 3;

/** Work that runs, by what it is and `|` and the token of its lease. */
export type Running = Map<string, { job: string; work: Promise<void> }>;

type Taking = { running: Running; now: () => Date; leaseMs?: number; belowPriority?: number };

/** Begins a group of every kind of job that has one due and room. @returns how many jobs. */
export async function takeGroups(
  db: RootDb,
  registry: JobRegistry,
  { running, now, leaseMs = LEASE_MS, belowPriority = Infinity }: Taking,
): Promise<number> {
  let count = 0;
  for (const job of registry.grouped.values()) {
    const runningCount = [...running.values()].filter((one) => one.job === job.name).length;
    if (job.priority >= belowPriority || runningCount >= GROUPS_AT_ONCE) continue;
    const leased = await claimDue(db, job, { now: now(), leaseMs });
    if (leased.length > 0) begin(job, leased);
    count += leased.length;
  }
  return count;

  function begin(job: AnyGroupedJob, leased: readonly LeasedJob[]): void {
    const key = `group|${leased[0]?.leaseToken ?? ""}`;
    const work = executeTogether(db, registry, { job, leased, now })
      .catch((error: unknown) =>
        logger.error({ job: job.name, error: String(error) }, "outcomes of jobs were not recorded"),
      )
      .finally(() => running.delete(key));
    running.set(key, { job: job.name, work });
  }
}

function claimDue(
  db: RootDb,
  { priority, atMost }: AnyGroupedJob,
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<LeasedJob[]> {
  return claimGroup(db, { priority, limit: atMost, now, wallNow: wallNow(), leaseMs, leaseToken: newId() });
}

/** Runs one group of the most urgent kind that has one due. @returns how many jobs ran. */
export async function drainGroup(
  db: RootDb,
  registry: JobRegistry,
  { now }: { now: () => Date },
): Promise<number> {
  for (const job of registry.grouped.values()) {
    const leased = await claimDue(db, job, { now: now(), leaseMs: LEASE_MS });
    if (leased.length > 0) await executeTogether(db, registry, { job, leased, now });
    if (leased.length > 0) return leased.length;
  }
  return 0;
}

/** Runs a job by itself, also one that would run with its like: its worker died, and its like are not known. */
export function executeAlone(
  db: RootDb,
  registry: JobRegistry,
  { leased, now }: { leased: LeasedJob; now: () => Date },
): Promise<void> {
  const job = registry.jobs.get(leased.name);
  return job?.kind === "grouped"
    ? executeTogether(db, registry, { job, leased: [leased], now })
    : executeJob(db, registry, { leased, now });
}

/** Extends the leases of what runs here: long work keeps its job. */
export async function keepLeases(
  db: RootDb,
  { running, leaseMs }: { running: Running; leaseMs: number },
): Promise<void> {
  const leaseTokens = [...new Set([...running.keys()].map((key) => key.slice(key.indexOf("|") + 1)))];
  if (leaseTokens.length > 0)
    await extendLeases(db, { leaseTokens, leasedUntil: new Date(wallNow().getTime() + leaseMs) });
}
