import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createTestDb, isOnSqlite, type TestDb } from "../../../tests/support/test-db";
import { insertJobs } from "./repository.server";

const JOBS = 120;
const KILLS = 6;

let testDb: TestDb;
let workers: ChildProcess[];
beforeEach(async () => {
  testDb = await createTestDb();
  workers = [];
});
afterEach(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await testDb.close();
});

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(
    process.execPath,
    ["--import", "tsx", "tests/support/counting-worker.ts", testDb.url],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, LOG_LEVEL: "silent" },
    },
  );
  workers.push(worker);
  await once(worker.stdout, "data");
  return worker;
}

/** @returns how many jobs it was in the middle of. */
async function kill(worker: ChildProcess): Promise<number> {
  const isGone = once(worker, "exit");
  worker.kill("SIGKILL");
  await isGone;
  // The minute until their leases run out.
  const torn = await testDb.db.job.updateMany({
    where: { state: "leased" },
    data: { leasedUntil: new Date(0) },
  });
  return torn.count;
}

const countDone = () => testDb.db.tokenRefreshLock.count();

// On PostgreSQL the dead are told by their hearts: postgres/runner.test.ts.
test.skipIf(!isOnSqlite())(
  "every job takes effect exactly once, whatever worker is killed when",
  async () => {
    const numbers = Array.from({ length: JOBS }, (_, index) => index + 1);
    const now = new Date();
    await insertJobs(
      testDb.db,
      numbers.map((n) => ({
        id: `job-${n}`,
        shopId: null,
        name: "test.count",
        payloadJson: JSON.stringify({ n, hasFollower: n <= JOBS / 2 }),
        dedupeKey: null,
        priority: 100,
        runAt: now,
        maxAttempts: 50,
        createdAt: now,
      })),
    );
    let tornCount = 0;
    for (let index = 0; index < KILLS; index += 1) {
      const doneBefore = await countDone();
      const worker = await startWorker();
      await vi.waitUntil(async () => (await countDone()) > doneBefore, { timeout: 10_000, interval: 5 });
      await sleep(Math.random() * 40);
      tornCount += await kill(worker);
      expect(await testDb.db.job.count()).toBeGreaterThan(0);
    }
    expect(tornCount).toBeGreaterThan(0);
    await startWorker();
    await vi.waitUntil(async () => (await testDb.db.job.count()) === 0, { timeout: 40_000, interval: 50 });
    const done = (await testDb.db.tokenRefreshLock.findMany()).map((row) => Number(row.holder));
    const followers = numbers.filter((n) => n <= JOBS / 2).map((n) => -n);
    expect(done.sort((a, b) => a - b)).toEqual([...followers, ...numbers].sort((a, b) => a - b));
  },
  120_000,
);
