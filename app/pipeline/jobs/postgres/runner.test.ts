import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";

import { inTransaction } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { countOpenJobs } from "../../../../tests/support/queue";
import { createTestDb, isOnSqlite, type TestDb } from "../../../../tests/support/test-db";
import { type AnyJob, defineJob, defineOutsideJob } from "../definition";
import { enqueueJob } from "../enqueue.server";
import { buildRegistry } from "../registry.server";
import { insertJobs } from "../repository.server";
import type { Runner } from "../runner";
import { drainJobs } from "../runner.server";
import { promoteDueJobs } from "./queue.server";
import { startPostgresRunner } from "./runner.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const PayloadSchema = z.object({ n: z.number() });
const LEASE_MS = 400;
const UNTIL = { timeout: 25_000, interval: 20 };

let testDb: TestDb;
let runners: Runner[];
let workers: ChildProcess[];
beforeEach(async () => {
  testDb = await createTestDb();
  runners = [];
  workers = [];
});
afterEach(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await Promise.all(runners.map((runner) => runner.stop()));
  await testDb.close();
});

async function start(jobs: AnyJob[]): Promise<void> {
  const options = { concurrency: 4, now: () => new Date(), leaseMs: LEASE_MS };
  runners.push(await startPostgresRunner(testDb.db, buildRegistry(jobs, []), options));
}

const untilEmpty = () => vi.waitUntil(async () => (await countOpenJobs(testDb.db)) === 0, UNTIL);

const drainAt = (at: Date, job: AnyJob) => drainJobs(testDb.db, buildRegistry([job], []), () => at);

/** Due jobs go to graphile-worker, which does not run yet. */
async function handOver(job: AnyJob): Promise<void> {
  const known = { now: NOW, knownNames: new Set([job.name]), grouped: new Map(), shortNames: [] };
  expect(await inTransaction(testDb.db, (tx) => promoteDueJobs(tx, known))).toBe(1);
}

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(
    process.execPath,
    ["--import", "tsx", "tests/support/counting-worker.ts", testDb.url, String(LEASE_MS)],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, LOG_LEVEL: "silent" } },
  );
  workers.push(worker);
  await once(worker.stdout, "data");
  return worker;
}

/** Writes a row per run; a number that ran twice has two. */
function writing(maxAttempts = 3) {
  return defineJob({
    name: "test.write",
    schema: PayloadSchema,
    maxAttempts,
    async run({ n }, { tx }) {
      await tx.tokenRefreshLock.create({ data: { shop: newId(), holder: String(n), leasedUntil: NOW } });
    },
  });
}

async function enqueue(job: AnyJob, over: { dedupeKey?: string; runAt?: Date; n?: number } = {}) {
  const { n = 1, ...options } = over;
  await enqueueJob(testDb.db, job, { payload: { n }, shopId: "s1", now: NOW, ...options });
}

async function writtenNumbers(): Promise<number[]> {
  const rows = await testDb.db.tokenRefreshLock.findMany();
  return rows.map((row) => Number(row.holder)).sort((a, b) => a - b);
}

/** Makes the library's rows look as if a worker held them since long and then died. */
async function letWorkerDie() {
  await testDb.db.$executeRaw`
    UPDATE graphile_worker._private_jobs SET "locked_by" = 'the dead', "locked_at" = now() - interval '1 hour'`;
}

async function listHolders(): Promise<unknown[]> {
  const rows = await testDb.db.$queryRaw<{ holder: string | null }[]>`
    SELECT "locked_by" AS "holder" FROM graphile_worker._private_jobs`;
  return rows.map(({ holder }) => holder);
}

// Only PostgreSQL has this queue.
describe.skipIf(isOnSqlite())("the queue of PostgreSQL", () => {
  describe("when a worker is killed", () => {
    test("gives its jobs to others once its heart has stopped; each takes effect exactly once", async () => {
      const numbers = Array.from({ length: 60 }, (_, index) => index + 1);
      const now = new Date();
      await insertJobs(
        testDb.db,
        numbers.map((n) => ({
          id: `job-${n}`,
          shopId: null,
          name: "test.count",
          payloadJson: JSON.stringify({ n, hasFollower: n <= 30 }),
          dedupeKey: null,
          priority: 100,
          runAt: now,
          maxAttempts: 50,
          createdAt: now,
        })),
      );
      for (let kills = 0; kills < 3; kills += 1) {
        const before = await testDb.db.tokenRefreshLock.count();
        const worker = await startWorker();
        await vi.waitUntil(async () => (await testDb.db.tokenRefreshLock.count()) > before, UNTIL);
        await sleep(Math.random() * 20);
        worker.kill("SIGKILL");
        await once(worker, "exit");
      }
      await startWorker();
      await untilEmpty();
      const followers = numbers.slice(0, 30).map((n) => -n);
      expect(await writtenNumbers()).toEqual([...followers, ...numbers].sort((a, b) => a - b));
    }, 90_000);

    test("before its heart first beat, gives its jobs to others all the same", async () => {
      const job = writing();
      await enqueue(job);
      await handOver(job);
      await letWorkerDie();
      await start([job]);
      await untilEmpty();
      expect(await writtenNumbers()).toEqual([1]);
    });

    test("gives them on also when the same was added anew while they ran", async () => {
      const job = writing();
      await enqueue(job, { dedupeKey: "k", n: 1 });
      await handOver(job);
      await letWorkerDie();
      await enqueue(job, { dedupeKey: "k", n: 2 });
      await handOver(job);
      await start([job]);
      await untilEmpty();
      expect(await writtenNumbers()).toEqual([1, 2]);
    });

    test("in the middle of every try, the job is dead and no further try is made", async () => {
      const job = writing(1);
      await enqueue(job);
      await handOver(job);
      await testDb.db.$executeRaw`UPDATE graphile_worker._private_jobs SET "attempts" = 1`;
      await letWorkerDie();
      await start([job]);
      await vi.waitUntil(async () => (await testDb.db.job.count({ where: { state: "dead" } })) === 1, UNTIL);
      expect(await testDb.db.job.findFirst()).toMatchObject({
        lastError: "its worker stopped in the middle of try 1 of 1",
      });
      expect(await writtenNumbers()).toEqual([]);
    });
  });

  describe("a job that went to another worker while it ran", () => {
    const losing = (end: () => Promise<void>) =>
      defineOutsideJob({
        name: "test.lose",
        schema: PayloadSchema,
        maxAttempts: 3,
        async run(_payload, { db }) {
          await db.$executeRaw`UPDATE graphile_worker._private_jobs SET "locked_by" = 'another'`;
          await end();
        },
      });

    test.each([
      ["is through", () => Promise.resolve()],
      ["failed", () => Promise.reject(new RangeError("boom"))],
    ])("stays with that one when it %s here", async (_title, end) => {
      const job = losing(end);
      await enqueue(job);
      expect(await drainAt(NOW, job)).toBe(1);
      expect(await testDb.db.job.count()).toBe(0);
      expect(await listHolders()).toEqual(["another"]);
    });
  });

  test("a job waits for its time by our clock", async () => {
    const job = writing();
    const runAt = new Date(NOW.getTime() + 60_000);
    await enqueue(job, { runAt });
    expect(await drainAt(new Date(runAt.getTime() - 1), job)).toBe(0);
    expect(await drainAt(runAt, job)).toBe(1);
    expect(await writtenNumbers()).toEqual([1]);
  });

  test("the same key waits once, also when one was handed over but has not begun", async () => {
    const job = writing();
    await enqueue(job, { dedupeKey: "k", n: 1 });
    await handOver(job);
    await enqueue(job, { dedupeKey: "k", n: 2 });
    await enqueue(job, { dedupeKey: "k", n: 3 });
    expect(await drainAt(NOW, job)).toBe(1);
    expect(await writtenNumbers()).toEqual([2]);
  });
});
