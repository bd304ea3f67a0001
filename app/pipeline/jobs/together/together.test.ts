import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";

import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { defineGroupedJob, defineJob, type JobEnding } from "../definition";
import { enqueueJob, enqueueJobs } from "../enqueue.server";
import { buildRegistry } from "../registry.server";
import { drainJobs } from "../runner.server";
import { claimGroup } from "./repository.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const LATER = new Date("2026-03-01T13:00:00Z");

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
});
afterEach(() => testDb.close());

const Numbered = z.object({ n: z.number() });
type Numbered = z.infer<typeof Numbered>;

/** A job that records which ran together, and ends as it is told. */
function grouped(endingOf: (n: number) => JobEnding = () => ({ kind: "done" }), maxAttempts = 2) {
  const groups: number[][] = [];
  const job = defineGroupedJob<Numbered>({
    name: "test.together",
    schema: Numbered,
    maxAttempts,
    priority: 7,
    atMost: 3,
    runTogether(payloads) {
      groups.push(payloads.map(({ n }) => n));
      return Promise.resolve(payloads.map(({ n }) => endingOf(n)));
    },
  });
  const drain = (now = NOW) => drainJobs(testDb.db, buildRegistry([job], []), () => now);
  const enqueue = (shopId: string, ns: readonly number[]) =>
    enqueueJobs(
      testDb.db,
      job,
      ns.map((n) => ({
        ...{ payload: { n }, shopId, now: NOW, dedupeKey: `${shopId}:${n}` },
        runAt: new Date(NOW.getTime() - 1_000 + n),
      })),
    );
  return { job, groups, drain, enqueue };
}
const left = () =>
  testDb.db.job.findMany({
    orderBy: { dedupeKey: "asc" },
    select: { dedupeKey: true, state: true, attempt: true, runAt: true, lastError: true },
  });

test("jobs of one shop that are due run together, up to a bound, in the order of their times; others do not", async () => {
  const { groups, drain, enqueue } = grouped();
  await enqueue("s1", [1, 2, 3, 4]);
  await enqueue("s2", [5]);
  expect(await drain()).toBe(5);
  expect(groups).toEqual([[1, 2, 3], [4], [5]]);
  expect(await left()).toEqual([]);
});

test("each ends by itself: done is gone, again waits for its time without a try, failed is tried later", async () => {
  const { drain, enqueue } = grouped((n) => {
    if (n === 1) return { kind: "done" };
    return n === 2
      ? { kind: "again", at: LATER, reason: "not yet" }
      : { kind: "failed", error: new Error("boom") };
  });
  await enqueue("s1", [1, 2, 3]);
  await drain();
  expect(await left()).toMatchObject([
    { dedupeKey: "s1:2", state: "queued", attempt: 0, runAt: LATER, lastError: "not yet" },
    { dedupeKey: "s1:3", state: "queued", attempt: 1, lastError: expect.stringContaining("boom") as string },
  ]);
});

test("an error fails all that ran together; the last try makes them dead", async () => {
  const { job, drain, enqueue } = grouped(() => ({ kind: "done" }), 1);
  job.runTogether = () => Promise.reject(new Error("all of it"));
  await enqueue("s1", [1, 2]);
  await drain();
  expect(await left()).toMatchObject([
    { state: "dead", lastError: expect.stringContaining("all of it") as string },
    { state: "dead" },
  ]);
});

test("a payload that does not fit is dead, and holds up nobody", async () => {
  const { job, groups, drain, enqueue } = grouped();
  await enqueue("s1", [1]);
  const payload = { n: "two" } as unknown as Numbered;
  await enqueueJob(testDb.db, job, { payload, shopId: "s1", now: NOW });
  await drain();
  expect(groups).toEqual([[1]]);
  expect(await left()).toMatchObject([{ state: "dead", dedupeKey: null }]);
});

test("a job is leased by one of two who ask at once, and is not added again while it runs", async () => {
  const { enqueue } = grouped();
  await enqueue("s1", [1, 2, 3]);
  const claim = (leaseToken: string) =>
    claimGroup(testDb.db, {
      ...{ priority: 7, limit: 2, now: NOW, wallNow: NOW, leaseMs: 1_000, leaseToken },
    });
  const taken = (await Promise.all([claim("a"), claim("b")])).flat();
  expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
  await enqueue("s1", [1, 2, 3]);
  expect(await testDb.db.job.count()).toBe(3);
});

test("a job whose worker died is run by itself", async () => {
  const { groups, drain, enqueue } = grouped();
  await enqueue("s1", [1, 2]);
  const past = new Date(0);
  await claimGroup(testDb.db, {
    ...{ priority: 7, limit: 2, now: NOW, wallNow: past, leaseMs: 1, leaseToken: "dead" },
  });
  await testDb.db.$executeRaw`UPDATE "Job" SET "leasedUntil" = ${past}`;
  if (process.env.TEST_DATABASE === "postgresql") return; // There the runner's own loop takes them, not a drain.
  await drain();
  expect(groups).toEqual([[1], [2]]);
  expect(await left()).toEqual([]);
});

test("no other job may have the priority of one that runs with its like", () => {
  const { job } = grouped();
  const other = defineJob({
    name: "test.other",
    schema: Numbered,
    maxAttempts: 1,
    priority: 7,
    run: () => Promise.resolve(),
  });
  expect(() => buildRegistry([job, other], [])).toThrow(
    'priority 7 must be of "test.together" alone, "test.other" has it too',
  );
});
