import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";

import { inTransaction, openDb } from "~/platform/db.server";

import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { defineJob } from "./definition";
import { enqueueJob, enqueueJobs } from "./enqueue.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const LATER = new Date("2026-03-02T12:00:00Z");
const count = defineJob({
  name: "test.count",
  schema: z.object({ n: z.number() }),
  maxAttempts: 3,
  run: () => Promise.resolve(),
});
const urgent = defineJob({ ...count, name: "test.hurry", priority: 0 });

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
});
afterEach(() => testDb.close());

const waiting = () => testDb.db.job.findMany({ orderBy: { payloadJson: "asc" } });

test("a job waits with all it needs", async () => {
  await inTransaction(testDb.db, (tx) =>
    enqueueJob(tx, urgent, { payload: { n: 1 }, shopId: "s1", now: NOW, runAt: LATER, dedupeKey: "k" }),
  );
  expect(await waiting()).toMatchObject([
    {
      name: "test.hurry",
      shopId: "s1",
      payloadJson: '{"n":1}',
      state: "queued",
      priority: 0,
      runAt: LATER,
      attempt: 0,
      maxAttempts: 3,
      dedupeKey: "k",
      createdAt: NOW,
      leaseToken: null,
    },
  ]);
});

test("a job of a transaction that rolls back never was", async () => {
  const work = inTransaction(testDb.db, async (tx) => {
    await enqueueJob(tx, count, { payload: { n: 1 }, shopId: "s1", now: NOW });
    throw new RangeError("no");
  });
  await expect(work).rejects.toThrow("no");
  expect(await waiting()).toEqual([]);
});

test("nothing to enqueue is no statement at all", async () => {
  await enqueueJobs(testDb.db, count, []);
  expect(await waiting()).toEqual([]);
});

test("without a key the same job may wait many times", async () => {
  const entry = { payload: { n: 1 }, shopId: null, now: NOW };
  await enqueueJobs(testDb.db, count, [entry, entry]);
  await enqueueJob(testDb.db, count, entry);
  expect(await waiting()).toHaveLength(3);
});

test("with a key it waits once: the first stays as it was", async () => {
  const entry = (n: number) => ({ payload: { n }, shopId: "s1", now: NOW, dedupeKey: "k" });
  await enqueueJobs(testDb.db, count, [entry(1), entry(2)]);
  await enqueueJob(testDb.db, count, entry(3));
  expect((await waiting()).map((job) => job.payloadJson)).toEqual(['{"n":1}']);
});

test("a key is of one kind of job", async () => {
  const entry = { payload: { n: 1 }, shopId: "s1", now: NOW, dedupeKey: "k" };
  await enqueueJob(testDb.db, count, entry);
  await enqueueJob(testDb.db, urgent, entry);
  expect(await waiting()).toHaveLength(2);
});

test("while a job with the key runs, another is not added", async () => {
  const entry = { payload: { n: 1 }, shopId: "s1", now: NOW, dedupeKey: "k" };
  await enqueueJob(testDb.db, count, entry);
  await testDb.db.job.updateMany({ data: { state: "leased", leaseToken: "t", leasedUntil: LATER } });
  await enqueueJob(testDb.db, count, entry);
  expect(await waiting()).toMatchObject([{ state: "leased", leaseToken: "t" }]);
});

test("a dead job with the key gives way: it must not block its kind for ever", async () => {
  await enqueueJob(testDb.db, count, { payload: { n: 1 }, shopId: "s1", now: NOW, dedupeKey: "k" });
  await testDb.db.job.updateMany({ data: { state: "dead", attempt: 3, lastError: "boom" } });
  await enqueueJob(testDb.db, count, { payload: { n: 2 }, shopId: "s1", now: LATER, dedupeKey: "k" });
  expect(await waiting()).toMatchObject([
    { payloadJson: '{"n":2}', state: "queued", attempt: 0, lastError: null, runAt: LATER },
  ]);
});

test("two processes that enqueue the same key at once add one job", async () => {
  const other = await openDb(testDb.url);
  const entry = { payload: { n: 1 }, shopId: "s1", now: NOW, dedupeKey: "k" };
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      inTransaction(index % 2 ? other : testDb.db, (tx) => enqueueJob(tx, count, entry)),
    ),
  );
  await other.$disconnect();
  expect(await waiting()).toHaveLength(1);
});
