/**
 * A worker process for tests that kill it: `tsx tests/support/counting-worker.ts <database url> [lease ms]`. Every job writes one
 * row and, for the first half, enqueues a follower in the same transaction; both take their time, so that a kill
 * finds many of them half done.
 */
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { type AnyJob, defineJob } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { buildRegistry } from "~/pipeline/jobs/registry.server";
import { startRunner } from "~/pipeline/jobs/runner.server";
import { openDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

const count: AnyJob = defineJob({
  name: "test.count",
  schema: z.object({ n: z.number(), hasFollower: z.boolean() }),
  maxAttempts: 50,
  async run({ n, hasFollower }, { tx, now }) {
    await tx.tokenRefreshLock.create({ data: { shop: newId(), holder: String(n), leasedUntil: now } });
    await sleep(2);
    if (hasFollower) {
      await enqueueJob(tx, count, { payload: { n: -n, hasFollower: false }, shopId: null, now });
    }
  },
});

const leaseMs = Number(process.argv[3] ?? 60_000);
const db = await openDb(process.argv[2] ?? "");
await startRunner(db, buildRegistry([count], []), { concurrency: 4, now: () => new Date(), leaseMs });
process.stdout.write("works\n");
