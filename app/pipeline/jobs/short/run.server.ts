import { SECOND_MS } from "~/kit/duration";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { logger, withLogFields } from "~/platform/logger.server";
import { finishedJobs, jobSeconds } from "~/platform/measures.server";
import { scrubError } from "~/platform/scrub";
import { withShop } from "~/platform/tenant-guard.server";

import { type TransactionalJob, USUAL_PRIORITY } from "../definition";
import type { JobRegistry } from "../registry.server";
import {
  countTryTogether,
  findShopWithShortJobs,
  type ShortJobRow,
  takeShortJobs,
} from "./repository.server";

/*
 * Short jobs of a shop share a transaction: they leave the queue, do their work, and that is one commit for all of them.
 * They need no lease: until the commit they are in the queue as before, for whoever comes after a crash. When one fails,
 * nothing of the group has happened, a try is counted for each, and from then on each is run by itself.
 */

/** A bound for how long one transaction holds up others. */
const MOST_TOGETHER = 250;

/** The short jobs of a registry by their priority, the most urgent first. */
export type ShortRegistry = readonly (readonly [
  priority: number,
  jobs: ReadonlyMap<string, TransactionalJob<unknown>>,
])[];

export function shortJobsOf({ jobs }: JobRegistry): ShortRegistry {
  const short = [...jobs.values()].filter((job) => job.kind === "transactional" && job.isShort === true);
  const byPriority = Map.groupBy(
    short as TransactionalJob<unknown>[],
    ({ priority = USUAL_PRIORITY }) => priority,
  );
  return [...byPriority]
    .sort(([a], [b]) => a - b)
    .map(([priority, some]) => [priority, new Map(some.map((job) => [job.name, job]))]);
}

/** Runs due short jobs of one shop, if there are any. @returns how many were taken. */
export async function runTogether(db: RootDb, short: ShortRegistry, now: Date): Promise<number> {
  for (const [priority, jobs] of short) {
    const asked = { names: [...jobs.keys()], priority, now };
    const shopId = await findShopWithShortJobs(db, asked);
    if (shopId === null) continue;
    const count = await runOfShop(db, jobs, { ...asked, shopId });
    if (count > 0) return count;
  }
  return 0;
}

type Asked = { names: readonly string[]; priority: number; now: Date; shopId: string };
type Jobs = ReadonlyMap<string, TransactionalJob<unknown>>;

async function runOfShop(db: RootDb, jobs: Jobs, asked: Asked): Promise<number> {
  const { shopId, now } = asked;
  const startedAt = performance.now();
  let taken: readonly ShortJobRow[] = [];
  try {
    await withShop(shopId, () =>
      inTransaction(
        db,
        async (tx) => {
          taken = await takeShortJobs(tx, { ...asked, limit: MOST_TOGETHER });
          for (const row of taken) await runOne(tx, jobs.get(row.name), { row, shopId, now });
        },
        { shopId },
      ),
    );
  } catch (error) {
    const message = scrubError(error);
    logger.warn(
      { shopId, count: taken.length, error: message },
      "jobs failed together, each is tried by itself",
    );
    await withShop(shopId, () =>
      countTryTogether(db, { shopId, ids: taken.map(({ id }) => id), error: message }),
    );
    return taken.length;
  }
  measure(taken, performance.now() - startedAt);
  return taken.length;
}

async function runOne(
  tx: Tx,
  job: TransactionalJob<unknown> | undefined,
  { row, shopId, now }: { row: ShortJobRow; shopId: string; now: Date },
): Promise<void> {
  if (!job) throw new Error(`no short job is named "${row.name}"`);
  const payload = job.schema.parse(JSON.parse(row.payloadJson));
  await withLogFields({ job: row.name, jobId: row.id, shopId }, () =>
    job.run(payload, { tx, now, attempt: 1 }),
  );
}

function measure(taken: readonly ShortJobRow[], ms: number): void {
  for (const [name, rows] of Map.groupBy(taken, (row) => row.name)) {
    finishedJobs.of(name, "done").add(rows.length);
    jobSeconds.of(name).add((ms / SECOND_MS) * (rows.length / taken.length));
  }
}
