import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";

import { inTransaction, openDb, type RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { countOpenJobs } from "../../../tests/support/queue";
import { createTestDb, isOnSqlite, type TestDb } from "../../../tests/support/test-db";
import { type AnyJob, defineJob, defineOutsideJob, type Schedule } from "./definition";
import { enqueueJobs } from "./enqueue.server";
import { buildRegistry } from "./registry.server";
import type { Runner } from "./runner";
import { startRunner } from "./runner.server";
import { runDueSchedules } from "./schedules.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const PayloadSchema = z.object({ n: z.number() });

let testDb: TestDb;
let other: RootDb;
let runners: Runner[];
beforeEach(async () => {
  testDb = await createTestDb();
  other = await openDb(testDb.url);
  runners = [];
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await other.$disconnect();
  await testDb.close();
});

async function start(
  db: RootDb,
  jobs: AnyJob[],
  { schedules = [] as Schedule[], concurrency = 4 } = {},
): Promise<Runner> {
  const runner = await startRunner(db, buildRegistry(jobs, schedules), {
    concurrency,
    now: () => new Date(),
  });
  runners.push(runner);
  return runner;
}

async function enqueueNumbers(job: AnyJob, count: number) {
  const entries = Array.from({ length: count }, (_, n) => ({ payload: { n }, shopId: "s1", now: NOW }));
  await inTransaction(testDb.db, (tx) => enqueueJobs(tx, job, entries));
}

/** Writes a row per run; a number that ran twice has two. */
const write = defineJob({
  name: "test.write",
  schema: PayloadSchema,
  maxAttempts: 3,
  async run({ n }, { tx }) {
    await tx.tokenRefreshLock.create({ data: { shop: newId(), holder: String(n), leasedUntil: NOW } });
  },
});

async function writtenNumbers(): Promise<number[]> {
  const rows = await testDb.db.tokenRefreshLock.findMany();
  return rows.map((row) => Number(row.holder)).sort((a, b) => a - b);
}

const untilEmpty = () =>
  vi.waitUntil(async () => (await countOpenJobs(testDb.db)) === 0, { timeout: 25_000, interval: 20 });

test("two workers on one database run each of 500 jobs exactly once", async () => {
  await enqueueNumbers(write, 500);
  await start(testDb.db, [write]);
  await start(other, [write]);
  await untilEmpty();
  expect(await writtenNumbers()).toEqual(Array.from({ length: 500 }, (_, n) => n));
});

test("an idle worker hears of a job at once, from this process and from another", async () => {
  await start(other, [write]);
  for (const db of [testDb.db, other]) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    const begun = performance.now();
    await enqueueJobs(db, write, [{ payload: { n: 1 }, shopId: null, now: NOW }]);
    await untilEmpty();
    expect(performance.now() - begun).toBeLessThan(1_000);
  }
});

test("a worker runs no more jobs at once than it may", async () => {
  let running = 0;
  let most = 0;
  const slow = defineOutsideJob({
    name: "test.slow",
    schema: PayloadSchema,
    maxAttempts: 1,
    async run() {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
    },
  });
  await enqueueNumbers(slow, 12);
  await start(testDb.db, [slow], { concurrency: 3 });
  await untilEmpty();
  expect(most).toBe(3);
});

test("stopping waits for what runs, and takes nothing new", async () => {
  let release: () => void = () => undefined;
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  let begun = 0;
  let ended = 0;
  const slow = defineOutsideJob({
    name: "test.slow",
    schema: PayloadSchema,
    maxAttempts: 1,
    async run() {
      begun += 1;
      await isReleased;
      ended += 1;
    },
  });
  await enqueueNumbers(slow, 3);
  const runner = await start(testDb.db, [slow], { concurrency: 2 });
  await vi.waitUntil(() => begun === 2);
  const stopped = runner.stop();
  release();
  await stopped;
  expect([begun, ended]).toEqual([2, 2]);
  expect(await countOpenJobs(testDb.db)).toBe(1);
});

describe("schedules", () => {
  const inSession = (ticks: string[], name: string, everyMs = 60_000): Schedule => ({
    name,
    everyMs,
    run: (tx, now) => {
      ticks.push(`${name} ${now.toISOString()}`);
      return tx.jobSchedule.count().then(() => undefined);
    },
  });

  test("tick once among two workers", async () => {
    const ticks: string[] = [];
    const schedules = [inSession(ticks, "test.sweep-it"), inSession(ticks, "test.sweep-that")];
    await start(testDb.db, [write], { schedules });
    await start(other, [write], { schedules });
    await vi.waitUntil(async () => (await testDb.db.jobSchedule.count()) === 2);
    await enqueueNumbers(write, 20);
    await untilEmpty();
    expect(ticks).toHaveLength(2);
  });

  test("tick again after their interval", async () => {
    const ticks: string[] = [];
    const registry = buildRegistry([], [inSession(ticks, "test.sweep-it")]);
    for (const second of [0, 59, 60, 61, 121]) {
      await runDueSchedules(testDb.db, registry, new Date(NOW.getTime() + second * 1_000));
    }
    expect(ticks.map((tick) => tick.slice(-13, -5))).toEqual(["12:00:00", "12:01:00", "12:02:01"]);
  });

  test("one that fails stops neither the others nor the jobs, and its tick does not count", async () => {
    const ticks: string[] = [];
    const failing: Schedule = {
      name: "test.sweep-badly",
      everyMs: 1,
      run: () => Promise.reject(new RangeError("bad sweep")),
    };
    const schedules = [failing, inSession(ticks, "test.sweep-it")];
    await start(testDb.db, [write], { schedules });
    await enqueueNumbers(write, 5);
    await untilEmpty();
    await vi.waitUntil(() => ticks.length === 1);
    expect((await testDb.db.jobSchedule.findMany()).map((row) => row.name)).toEqual(["test.sweep-it"]);
    await expect(runDueSchedules(testDb.db, buildRegistry([], schedules), NOW)).rejects.toThrow("bad sweep");
  });
});

// On PostgreSQL other tables tell of the dead: postgres/runner.test.ts.
test.skipIf(!isOnSqlite())("a job whose worker is gone is run by the next one", async () => {
  await enqueueNumbers(write, 1);
  await testDb.db.job.updateMany({
    data: { state: "leased", leaseToken: "of the dead", leasedUntil: new Date(Date.now() - 1), attempt: 1 },
  });
  await start(testDb.db, [write]);
  await untilEmpty();
  expect(await writtenNumbers()).toEqual([0]);
});
