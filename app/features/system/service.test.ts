import { afterEach, beforeEach, expect, test } from "vitest";

import { requestBackfill } from "~/pipeline/projections/backfill/request.server";
import { inTransaction } from "~/platform/db.server";

import { givenShop } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { retryIntent, retryJob, retrySync } from "./service.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const LATER = new Date("2026-03-01T13:00:00Z");

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
});
afterEach(() => testDb.close());

test("a dead job is tried again for its own shop only", async () => {
  await testDb.db.job.create({
    data: {
      id: "j",
      shopId: "s1",
      name: "test",
      payloadJson: "{}",
      state: "dead",
      runAt: NOW,
      maxAttempts: 3,
      createdAt: NOW,
      updatedAt: NOW,
    },
  });
  expect(await retryJob(testDb.db, { shopId: "s2", jobId: "j", now: LATER })).toEqual({
    outcome: "not-found",
  });
  expect(await retryJob(testDb.db, { shopId: "s1", jobId: "j", now: LATER })).toEqual({ outcome: "retried" });
  expect(await testDb.db.job.findMany()).toMatchObject([{ state: "queued", attempt: 0, runAt: LATER }]);
});

test("an effect that may have happened is performed again when a person says so", async () => {
  await testDb.db.outboxIntent.create({
    data: {
      id: "i",
      shopId: "s1",
      kind: "test",
      dedupeKey: "i",
      payloadJson: "{}",
      state: "uncertain",
      attempt: 1,
      nextAttemptAt: NOW,
      createdAt: NOW,
    },
  });
  expect(await retryIntent(testDb.db, { shopId: "s2", intentId: "i", now: LATER })).toEqual({
    outcome: "not-found",
  });
  expect(await retryIntent(testDb.db, { shopId: "s1", intentId: "i", now: LATER })).toEqual({
    outcome: "retried",
  });
  expect(await testDb.db.outboxIntent.findMany()).toMatchObject([{ state: "pending", attempt: 0 }]);
  expect(await testDb.db.job.findMany()).toMatchObject([{ name: "outbox.deliver", dedupeKey: "i" }]);
});

test("the failed parts of the store are read again, and only those", async () => {
  await inTransaction(testDb.db, (tx) => requestBackfill(tx, { shopId: "s1", now: NOW }));
  expect(await retrySync(testDb.db, { shopId: "s1", now: LATER })).toEqual({ outcome: "not-found" });
  await testDb.db.backfill.updateMany({
    where: { resource: "orders" },
    data: { state: "failed", error: "{}" },
  });
  await testDb.db.backfill.updateMany({ where: { resource: "products" }, data: { state: "done" } });
  expect(await retrySync(testDb.db, { shopId: "s1", now: LATER })).toEqual({ outcome: "retried" });
  const rows = await testDb.db.backfill.findMany({ orderBy: { resource: "asc" } });
  expect(rows.map(({ resource, state }) => [resource, state])).toEqual([
    ["checkouts", "requested"],
    ["customers", "requested"],
    ["orders", "requested"],
    ["products", "done"],
  ]);
});
