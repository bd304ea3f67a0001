import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { newId } from "~/platform/ids.server";
import type { Tx } from "~/platform/db.server";

import { createTestDb, isOnSqlite, type TestDb } from "../../../tests/support/test-db";
import { type AnyJob, defineJob, defineOutsideJob, RetryAt } from "./definition";
import { enqueueJob } from "./enqueue.server";
import { executeJob } from "./execute.server";
import { buildRegistry } from "./registry.server";
import { claimJobs } from "./repository.server";
import { drainJobs } from "./runner.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const PayloadSchema = z.object({ n: z.number() });

let testDb: TestDb;
let now: Date;
let runs: { n: number; attempt: number }[];
beforeEach(async () => {
  testDb = await createTestDb();
  now = NOW;
  runs = [];
});
afterEach(() => testDb.close());

/** A write that can be counted. */
async function leaveTrace(tx: Tx, n: number) {
  await tx.jobSchedule.create({ data: { name: `trace-${n}-${newId()}`, lastTickAt: NOW } });
}
const countTraces = () => testDb.db.jobSchedule.count();

type Behaviour = (tx: Tx, attempt: number) => Promise<void>;

function transactional(behaviour: Behaviour = () => Promise.resolve(), maxAttempts = 3) {
  return defineJob({
    name: "test.write",
    schema: PayloadSchema,
    maxAttempts,
    async run({ n }, { tx, attempt }) {
      runs.push({ n, attempt });
      await leaveTrace(tx, n);
      await behaviour(tx, attempt);
    },
  });
}

function outside(run: (attempt: number) => Promise<void>, maxAttempts = 3) {
  return defineOutsideJob({
    name: "test.call",
    schema: PayloadSchema,
    maxAttempts,
    run: (_payload, { attempt }) => run(attempt),
  });
}

async function enqueue(job: AnyJob) {
  await enqueueJob(testDb.db, job, { payload: { n: 1 }, shopId: "s1", now: NOW });
}

const drain = (...jobs: AnyJob[]) => drainJobs(testDb.db, buildRegistry(jobs, []), () => now);
const stored = () => testDb.db.job.findMany();
const boom = () => Promise.reject(new RangeError("boom"));

describe("a job that is one transaction", () => {
  test("is gone together with its writes being there", async () => {
    const job = transactional();
    await enqueue(job);
    expect(await drain(job)).toBe(1);
    expect(await stored()).toEqual([]);
    expect(await countTraces()).toBe(1);
  });

  test("that fails leaves nothing but a later try", async () => {
    const job = transactional(boom);
    await enqueue(job);
    await drain(job);
    expect(await countTraces()).toBe(0);
    const [row] = await stored();
    expect(row).toMatchObject({
      state: "queued",
      attempt: 1,
      lastError: "RangeError: boom",
      leaseToken: null,
    });
    const waitMs = (row?.runAt.getTime() ?? 0) - NOW.getTime();
    expect(waitMs).toBeGreaterThanOrEqual(5_000);
    expect(waitMs).toBeLessThan(6_000);
  });

  test("is tried again at its time and then counts once", async () => {
    const job = transactional((_tx, attempt) => (attempt < 3 ? boom() : Promise.resolve()));
    await enqueue(job);
    await drain(job);
    await drain(job);
    expect(runs).toHaveLength(1);
    now = new Date(NOW.getTime() + 6_000);
    await drain(job);
    now = new Date(NOW.getTime() + 60_000);
    await drain(job);
    expect(runs.map((run) => run.attempt)).toEqual([1, 2, 3]);
    expect(await countTraces()).toBe(1);
    expect(await stored()).toEqual([]);
  });

  test("may enqueue itself anew under its own key: it is over by then", async () => {
    const job: AnyJob = defineJob({
      name: "test.again",
      schema: PayloadSchema,
      maxAttempts: 3,
      async run({ n }, { tx, now }) {
        if (n > 1) await enqueueJob(tx, job, { payload: { n: n - 1 }, shopId: null, now, dedupeKey: "k" });
        await leaveTrace(tx, n);
      },
    });
    await enqueueJob(testDb.db, job, { payload: { n: 3 }, shopId: null, now: NOW, dedupeKey: "k" });
    expect(await drain(job)).toBe(3);
    expect(await countTraces()).toBe(3);
  });

  // PostgreSQL has no leases; the same is said of it in postgres/runner.test.ts.
  test.skipIf(!isOnSqlite())(
    "whose lease went to another worker in the meantime leaves nothing",
    async () => {
      const job = transactional();
      await enqueue(job);
      const [mine] = await claimJobs(testDb.db, {
        now,
        wallNow: new Date(),
        limit: 1,
        leaseMs: -1,
        leaseToken: "mine",
      });
      const [theirs] = await claimJobs(testDb.db, {
        now,
        wallNow: new Date(),
        limit: 1,
        leaseMs: 60_000,
        leaseToken: "theirs",
      });
      const registry = buildRegistry([job], []);
      if (!mine || !theirs) throw new Error("the job was not claimed twice");
      await executeJob(testDb.db, registry, { leased: mine, now: () => now });
      expect([await countTraces(), runs.length]).toEqual([0, 0]);
      expect(await stored()).toMatchObject([{ state: "leased", leaseToken: "theirs", attempt: 2 }]);
      await executeJob(testDb.db, registry, { leased: theirs, now: () => now });
      expect(await countTraces()).toBe(1);
    },
  );
});

describe("a job ends dead, and is kept for a person,", () => {
  test("after its last try", async () => {
    const job = transactional(boom, 2);
    await enqueue(job);
    await drain(job);
    now = new Date(NOW.getTime() + 3_600_000);
    await drain(job);
    await drain(job);
    expect(runs).toHaveLength(2);
    expect(await stored()).toMatchObject([{ state: "dead", attempt: 2, lastError: "RangeError: boom" }]);
    expect(await countTraces()).toBe(0);
  });

  test("at once when nobody knows it", async () => {
    await enqueue(transactional());
    await drain();
    expect(await stored()).toMatchObject([
      { state: "dead", attempt: 1, lastError: 'no job is named "test.write"' },
    ]);
  });

  test.each([
    ['{"n":"one"}', "payload.n: Expected number, received string"],
    ["{}", "payload.n: Required"],
    ["{", "payload: Required"],
  ])("at once when its payload %s does not fit", async (payloadJson, lastError) => {
    const job = transactional();
    await enqueue(job);
    await testDb.db.job.updateMany({ data: { payloadJson } });
    await drain(job);
    expect(await stored()).toMatchObject([{ state: "dead", attempt: 1, lastError }]);
    expect(runs).toEqual([]);
  });

  // PostgreSQL has no leases; the same is said of it in postgres/runner.test.ts.
  test.skipIf(!isOnSqlite())("when its worker died in the middle of every try", async () => {
    const job = transactional();
    await enqueue(job);
    await testDb.db.job.updateMany({ data: { state: "leased", attempt: 3, leasedUntil: new Date(0) } });
    await drain(job);
    expect(await stored()).toMatchObject([
      { state: "dead", lastError: "its worker stopped in the middle of try 3 of 3" },
    ]);
    expect(runs).toEqual([]);
  });

  test.skipIf(!isOnSqlite())("but not when it died in the middle of all but the last", async () => {
    const job = transactional();
    await enqueue(job);
    await testDb.db.job.updateMany({ data: { state: "leased", attempt: 2, leasedUntil: new Date(0) } });
    await drain(job);
    expect([await stored(), runs]).toEqual([[], [{ n: 1, attempt: 3 }]]);
  });
});

describe("a job that talks to the outside", () => {
  test("is gone when it is through", async () => {
    const job = outside(() => Promise.resolve());
    await enqueue(job);
    await drain(job);
    expect(await stored()).toEqual([]);
  });

  test("that asks for another time gets it, and the try does not count", async () => {
    const at = new Date(NOW.getTime() + 90_000);
    const tries: number[] = [];
    const job = outside((attempt) => {
      tries.push(attempt);
      return Promise.reject(new RetryAt(at, "the mail server is down"));
    }, 1);
    await enqueue(job);
    for (let turn = 0; turn < 5; turn += 1) {
      await drain(job);
      expect(await stored()).toMatchObject([
        { state: "queued", attempt: 0, lastError: "RetryAt: the mail server is down" },
      ]);
      now = new Date(at.getTime() + turn * 1_000);
    }
    expect(tries).toEqual([1, 1, 1, 1, 1]);
    expect((await stored())[0]?.runAt).toEqual(new Date(at.getTime() + 4_000));
  });

  test("that asks to be run at once has to wait a second: nobody spins", async () => {
    const job = outside(() => Promise.reject(new RetryAt(new Date(0), "now")));
    await enqueue(job);
    expect(await drain(job)).toBe(1);
    expect((await stored())[0]?.runAt).toEqual(new Date(NOW.getTime() + 1_000));
  });
});
