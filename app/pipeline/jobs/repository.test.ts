import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { openDb } from "~/platform/db.server";

import { createTestDb, isOnSqlite, type TestDb } from "../../../tests/support/test-db";
import { defineJob } from "./definition";
import { enqueueJob } from "./enqueue.server";
import { claimJobs, completeJob, extendLeases, readDataVersion, reviveJob } from "./repository.server";
import { claimTick } from "./schedules/repository.server";
import { retryJob } from "./service.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const WALL = new Date("2026-11-01T00:00:00Z");
const LEASE_MS = 60_000;
const plus = (at: Date, ms: number) => new Date(at.getTime() + ms);

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
});
afterEach(() => testDb.close());

async function add(name: string, { priority = 100, runAt = NOW, shopId = "s1" as string | null } = {}) {
  const job = defineJob({
    name,
    schema: z.object({}),
    maxAttempts: 3,
    priority,
    run: () => Promise.resolve(),
  });
  await enqueueJob(testDb.db, job, { payload: {}, shopId, now: NOW, runAt });
}

function claim({ now = NOW, wallNow = WALL, limit = 10, leaseToken = "t1" } = {}) {
  return claimJobs(testDb.db, { now, wallNow, limit, leaseMs: LEASE_MS, leaseToken });
}

const names = (jobs: { name: string }[]) => jobs.map((job) => job.name);

// graphile-worker claims on PostgreSQL.
describe.skipIf(!isOnSqlite())("claiming", () => {
  test("takes the urgent first, then those that are due longest", async () => {
    await add("usual-late", { runAt: plus(NOW, -1_000) });
    await add("background", { priority: 200, runAt: plus(NOW, -9_000) });
    await add("usual-early", { runAt: plus(NOW, -2_000) });
    await add("urgent", { priority: 0 });
    await add("usual-earliest", { runAt: plus(NOW, -3_000) });
    expect(names(await claim())).toEqual([
      "urgent",
      "usual-earliest",
      "usual-early",
      "usual-late",
      "background",
    ]);
  });

  test("leaves what is over the limit, the least urgent", async () => {
    await add("background", { priority: 200 });
    await add("usual");
    await add("urgent", { priority: 0 });
    expect(names(await claim({ limit: 2 }))).toEqual(["urgent", "usual"]);
    expect(names(await claim({ limit: 2 }))).toEqual(["background"]);
  });

  test("takes a job at its time, not a millisecond before", async () => {
    await add("later", { runAt: plus(NOW, 1) });
    expect(await claim()).toEqual([]);
    expect(names(await claim({ now: plus(NOW, 1) }))).toEqual(["later"]);
  });

  test("is not kept from what is due by a more urgent job that is not", async () => {
    await add("urgent-later", { priority: 0, runAt: plus(NOW, 1_000) });
    await add("background", { priority: 200 });
    expect(names(await claim())).toEqual(["background"]);
  });

  test("counts the try and takes the job from everybody else", async () => {
    await add("job");
    expect(await claim()).toMatchObject([{ name: "job", attempt: 1, maxAttempts: 3, leaseToken: "t1" }]);
    expect(await claim({ leaseToken: "t2" })).toEqual([]);
  });

  test("takes over a job whose lease ran out by the wall clock, however the process's clock stands", async () => {
    await add("job");
    await claim();
    expect(
      await claim({ leaseToken: "t2", now: plus(NOW, 99 * LEASE_MS), wallNow: plus(WALL, LEASE_MS) }),
    ).toEqual([]);
    const taken = await claim({ leaseToken: "t2", wallNow: plus(WALL, LEASE_MS + 1) });
    expect(taken).toMatchObject([{ name: "job", attempt: 2, leaseToken: "t2" }]);
  });

  test("never gives one job to two processes", async () => {
    for (let index = 0; index < 60; index += 1) await add(`job-${index}`);
    const other = await openDb(testDb.url);
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        claimJobs(index % 2 ? other : testDb.db, {
          now: NOW,
          wallNow: WALL,
          limit: 5,
          leaseMs: LEASE_MS,
          leaseToken: `t${index}`,
        }),
      ),
    );
    await other.$disconnect();
    const taken = names(claims.flat());
    expect(new Set(taken).size).toBe(taken.length);
    expect([...taken, ...names(await claim({ limit: 100 }))]).toHaveLength(60);
  });
});

describe.skipIf(!isOnSqlite())("a lease", () => {
  test("ends the job for its holder only", async () => {
    await add("job");
    const [job] = await claim();
    const id = job?.id ?? "";
    expect(await completeJob(testDb.db, { id, leaseToken: "t2" })).toBe(false);
    expect(await completeJob(testDb.db, { id, leaseToken: "t1" })).toBe(true);
    expect(await testDb.db.job.count()).toBe(0);
  });

  test("can be extended while it is held", async () => {
    await add("job");
    await claim();
    await extendLeases(testDb.db, { leaseTokens: ["t1"], leasedUntil: plus(WALL, 10 * LEASE_MS) });
    expect(await claim({ leaseToken: "t2", wallNow: plus(WALL, LEASE_MS + 1) })).toEqual([]);
  });
});

describe("a schedule's tick", () => {
  const tick = (now: Date) => claimTick(testDb.db, { name: "a.sweep-it", everyMs: 1_000, now });

  test("is claimed at once, and then once per interval", async () => {
    expect(await tick(NOW)).toBe(true);
    expect(await tick(plus(NOW, 999))).toBe(false);
    expect(await tick(plus(NOW, 1_000))).toBe(true);
    expect(await tick(plus(NOW, 1_001))).toBe(false);
  });

  test("is claimed once among many that ask at the same time", async () => {
    const other = await openDb(testDb.url);
    const ask = (index: number) =>
      claimTick(index % 2 ? other : testDb.db, { name: "a.sweep-it", everyMs: 1_000, now: NOW });
    const claimed = await Promise.all(Array.from({ length: 10 }, (_, index) => ask(index)));
    await other.$disconnect();
    expect(claimed.filter(Boolean)).toHaveLength(1);
  });
});

describe("a dead job", () => {
  async function givenDead(shopId: string | null) {
    await add("job", { shopId });
    await testDb.db.job.updateMany({ data: { state: "dead", attempt: 3, lastError: "boom" } });
    return (await testDb.db.job.findFirstOrThrow()).id;
  }

  test("is run again for a person of its shop, with all its tries", async () => {
    const jobId = await givenDead("s1");
    expect(await retryJob(testDb.db, { shopId: "s1", jobId, now: NOW })).toEqual({ outcome: "retried" });
    expect(await claim()).toMatchObject([{ id: jobId, attempt: 1 }]);
  });

  test("is out of reach of another shop, and so are jobs of no shop", async () => {
    const jobId = await givenDead("s1");
    expect(await retryJob(testDb.db, { shopId: "s2", jobId, now: NOW })).toEqual({ outcome: "not-found" });
    await testDb.db.job.updateMany({ data: { shopId: null } });
    expect(await reviveJob(testDb.db, { shopId: "s1", id: jobId, now: NOW })).toBe(false);
  });

  test("is not run twice when two people ask", async () => {
    const jobId = await givenDead("s1");
    const asked = await Promise.all([1, 2].map(() => retryJob(testDb.db, { shopId: "s1", jobId, now: NOW })));
    expect(asked.map(({ outcome }) => outcome).sort()).toEqual(["not-found", "retried"]);
  });

  test("is all there is to revive: one that waits or runs is left alone", async () => {
    await add("job");
    const { id } = await testDb.db.job.findFirstOrThrow();
    expect(await reviveJob(testDb.db, { shopId: "s1", id, now: NOW })).toBe(false);
    await claim();
    expect(await reviveJob(testDb.db, { shopId: "s1", id, now: NOW })).toBe(false);
  });
});

test.skipIf(!isOnSqlite())(
  "the file's version tells of commits of this process and of others, and of nothing else",
  async () => {
    const seen = await readDataVersion(testDb.db);
    await claim();
    expect(await readDataVersion(testDb.db)).toBe(seen);
    await add("job");
    const afterOurs = await readDataVersion(testDb.db);
    expect(afterOurs).not.toBe(seen);
    const other = await openDb(testDb.url);
    await other.job.updateMany({ data: { priority: 1 } });
    await other.$disconnect();
    expect(await readDataVersion(testDb.db)).not.toBe(afterOurs);
  },
);
