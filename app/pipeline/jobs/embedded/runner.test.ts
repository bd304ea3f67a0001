import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";

import { inTransaction } from "~/platform/db.server";

import { createTestDb, isOnSqlite, type TestDb } from "../../../../tests/support/test-db";
import { defineOutsideJob } from "../definition";
import { enqueueJob } from "../enqueue.server";
import { buildRegistry } from "../registry.server";
import type { Runner } from "../runner";
import { startEmbeddedRunner } from "./runner.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const LEASE_MS = 150;

let testDb: TestDb;
let runner: Runner | null;
beforeEach(async () => {
  testDb = await createTestDb();
  runner = null;
});
afterEach(async () => {
  await runner?.stop();
  await testDb.close();
});

test.runIf(isOnSqlite()).each([1, 2, 3, 4, 5])(
  "what runs is not begun again when the process stood still for longer than a lease (%i)",
  async () => {
    let runCount = 0;
    const long = defineOutsideJob({
      name: "test.long",
      schema: z.object({}),
      maxAttempts: 5,
      async run() {
        runCount += 1;
        await sleep(60);
        const until = performance.now() + 4 * LEASE_MS;
        while (performance.now() < until); // A statement over a million rows, say: nothing else has its turn.
        await sleep(200);
      },
    });
    await inTransaction(testDb.db, (tx) => enqueueJob(tx, long, { payload: {}, shopId: "s1", now: NOW }));
    const options = { concurrency: 4, now: () => new Date(), leaseMs: LEASE_MS };
    runner = startEmbeddedRunner(testDb.db, buildRegistry([long], []), options);
    await vi.waitUntil(async () => (await testDb.db.job.count()) === 0, { timeout: 10_000 });
    expect(runCount).toBe(1);
  },
);
