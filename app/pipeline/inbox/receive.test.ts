import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { openDb } from "~/platform/db.server";
import type { Spool } from "~/platform/spool";

import { givenShop } from "../../../tests/support/factories";
import { refuseInserts } from "../../../tests/support/no-space";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { IncomingDelivery } from "./delivery";
import { createInbox, createSpoolInbox } from "./receive.server";

const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
});
afterEach(() => testDb.close());

function delivery(webhookId: string, over: Partial<IncomingDelivery> = {}): IncomingDelivery {
  return {
    shopId: "s1",
    webhookId,
    eventId: null,
    topic: "orders/create",
    apiVersion: null,
    triggeredAt: NOW,
    receivedAt: NOW,
    bytes: Buffer.from("{}"),
    ...over,
  };
}

test("300 deliveries at once take two commits", async () => {
  const transactions = vi.spyOn(testDb.db, "$transaction");
  const inbox = createInbox(testDb.db);
  await Promise.all(Array.from({ length: 300 }, (_, index) => inbox.receive(delivery(`w${index}`))));
  expect(transactions).toHaveBeenCalledTimes(2);
  expect(await testDb.db.inboxDelivery.count()).toBe(300);
  transactions.mockRestore();
});

test("large bodies go in smaller groups", async () => {
  const transactions = vi.spyOn(testDb.db, "$transaction");
  const inbox = createInbox(testDb.db);
  const bytes = Buffer.alloc(3_000_000, "x");
  await Promise.all(Array.from({ length: 6 }, (_, index) => inbox.receive(delivery(`w${index}`, { bytes }))));
  expect(transactions).toHaveBeenCalledTimes(3);
  expect(await testDb.db.inboxDelivery.count()).toBe(6);
  transactions.mockRestore();
});

test("a delivery is on disk, for every process to see, when it is said to be kept", async () => {
  const other = await openDb(testDb.url);
  await createInbox(testDb.db).receive(delivery("w1"));
  expect(await other.inboxDelivery.count()).toBe(1);
  await other.$disconnect();
});

test("the same delivery in one group and in later ones is kept once", async () => {
  const inbox = createInbox(testDb.db);
  await Promise.all([
    inbox.receive(delivery("w1")),
    inbox.receive(delivery("w1", { bytes: Buffer.from("other") })),
  ]);
  await inbox.receive(delivery("w1"));
  expect(await testDb.db.inboxDelivery.findMany()).toMatchObject([{ webhookId: "w1", body: "{}" }]);
});

test("shops have their own ids of deliveries, and a job each", async () => {
  const inbox = createInbox(testDb.db);
  await Promise.all(["s1", "s2", "s1"].map((shopId) => inbox.receive(delivery("w1", { shopId }))));
  expect(await testDb.db.inboxDelivery.count()).toBe(2);
  const jobs = await testDb.db.job.findMany({ orderBy: { shopId: "asc" } });
  expect(jobs.map((job) => [job.name, job.shopId])).toEqual([
    ["inbox.project", "s1"],
    ["inbox.project", "s2"],
  ]);
});

test("whoever is in a group that cannot be written is told, and the next group is written", async () => {
  const allowInserts = await refuseInserts(testDb.db, "InboxDelivery");
  const inbox = createInbox(testDb.db);
  const results = await Promise.allSettled([inbox.receive(delivery("w1")), inbox.receive(delivery("w2"))]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await allowInserts();
  await inbox.receive(delivery("w1"));
  expect(await testDb.db.inboxDelivery.count()).toBe(1);
});

test("two processes keep what they get side by side", async () => {
  const other = await openDb(testDb.url);
  const inboxes = [createInbox(testDb.db), createInbox(other)];
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => inboxes[index % 2]?.receive(delivery(`w${index % 60}`))),
  );
  await other.$disconnect();
  expect(await testDb.db.inboxDelivery.count()).toBe(60);
});

test("what comes while a group is written goes into the next one together", async () => {
  const groups: number[] = [];
  const { promise: isOnDisk, resolve: finish } = Promise.withResolvers<void>();
  const append = (_parts: readonly Buffer[], count: number) => {
    groups.push(count);
    return groups.length === 1 ? isOnDisk : undefined;
  };
  const inbox = createSpoolInbox({ append } as unknown as Spool);
  const first = inbox.receive(delivery("w0"));
  await vi.waitFor(() => expect(groups).toEqual([1]));
  const others = Array.from({ length: 5 }, async (_, index) => {
    for (let turn = 0; turn < index; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await inbox.receive(delivery(`w${index + 1}`));
  });
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  finish();
  await Promise.all([first, ...others]);
  expect(groups).toEqual([1, 5]);
});

test("while every write fails late, deliveries nobody waits for any more are given up at once", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  try {
    let writes = 0;
    const append = async () => {
      writes += 1;
      vi.advanceTimersByTime(5_000);
      await Promise.resolve();
      throw new Error("the database is away");
    };
    const inbox = createSpoolInbox({ append } as unknown as Spool);
    const answers = await Promise.allSettled(
      Array.from({ length: 1_000 }, (_, index) => inbox.receive(delivery(`w${index}`))),
    );
    expect(answers.every(({ status }) => status === "rejected")).toBe(true);
    expect(writes).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});
