import { afterEach, beforeEach, expect, test } from "vitest";

import { inTransaction } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { readMetrics } from "~/platform/metrics.server";

import { createTestDb, isOnSqlite, type TestDb } from "../../../../tests/support/test-db";
import { promoteDueJobs } from "../postgres/queue.server";
import { measureBacklog } from "./measure.server";
import { readBacklogOfAllShops } from "./queries.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
});
afterEach(() => testDb.close());

function givenJob(over: { runAt: Date; state?: string; priority?: number; shopId?: string }) {
  const row = { id: newId(), shopId: "s1", name: "test.wait", payloadJson: "{}", maxAttempts: 1 };
  return testDb.db.job.create({ data: { ...row, createdAt: NOW, updatedAt: NOW, ...over } });
}

test("an empty queue has nothing due", async () => {
  expect(await readBacklogOfAllShops(testDb.db, NOW)).toEqual({
    dueCount: 0,
    oldestDueAt: null,
    deadCount: 0,
  });
});

test("what is due is counted over all shops and priorities, to the very instant; what sleeps or runs is not", async () => {
  await givenJob({ runAt: at(0), priority: 10 });
  await givenJob({ runAt: at(-90), priority: 200, shopId: "s2" });
  await givenJob({ runAt: at(-30) });
  await givenJob({ runAt: at(1) });
  await givenJob({ runAt: at(-500), state: "leased" });
  await givenJob({ runAt: at(-900), state: "dead" });
  expect(await readBacklogOfAllShops(testDb.db, NOW)).toEqual({
    dueCount: 3,
    oldestDueAt: at(-90),
    deadCount: 1,
  });
});

test("the metrics tell it at every scrape", async () => {
  measureBacklog(testDb.db, () => NOW);
  await givenJob({ runAt: at(-90) });
  const metrics = await readMetrics();
  expect(metrics).toContain('perennial_queue_jobs{state="due"} 1\nperennial_queue_jobs{state="dead"} 0');
  expect(metrics).toContain('perennial_queue_age_seconds{state="due"} 90');
  await testDb.db.job.deleteMany();
  expect(await readMetrics()).toContain('perennial_queue_age_seconds{state="due"} 0');
});

test.skipIf(isOnSqlite())("jobs that graphile-worker has and nobody took are counted too", async () => {
  await givenJob({ runAt: at(-90) });
  await inTransaction(testDb.db, (tx) =>
    promoteDueJobs(tx, { now: NOW, knownNames: new Set(["test.wait"]), grouped: new Map(), shortNames: [] }),
  );
  const { dueCount, oldestDueAt } = await readBacklogOfAllShops(testDb.db, NOW);
  expect(dueCount).toBe(1);
  expect(oldestDueAt).toBeInstanceOf(Date);
});
