import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { givenShop } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { countDeadLetters, presentSystem } from "./presenter.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const HOUR = 3_600_000;

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
});
afterEach(() => testDb.close());

const present = () => presentSystem(testDb.db, { shopId: "s1", now: NOW });

async function givenDelivery(id: string, state: string, over: Record<string, unknown> = {}) {
  await testDb.db.inboxDelivery.create({
    data: {
      id,
      shopId: "s1",
      webhookId: id,
      topic: "orders/create",
      triggeredAt: ago(HOUR),
      receivedAt: ago(HOUR),
      body: "{}",
      state,
      ...over,
    },
  });
}

async function givenJob(id: string, state: string, over: Record<string, unknown> = {}) {
  await testDb.db.job.create({
    data: {
      id,
      shopId: "s1",
      name: "vip.assess-customer",
      payloadJson: "{}",
      state,
      runAt: NOW,
      maxAttempts: 3,
      createdAt: NOW,
      updatedAt: ago(2 * HOUR),
      ...over,
    },
  });
}

async function givenIntent(id: string, state: string, over: Record<string, unknown> = {}) {
  await testDb.db.outboxIntent.create({
    data: {
      id,
      shopId: "s1",
      kind: "email.send-message",
      dedupeKey: id,
      payloadJson: "{}",
      state,
      nextAttemptAt: NOW,
      createdAt: ago(3 * HOUR),
      ...over,
    },
  });
}

test("of a shop to which nothing happened yet there is nothing to tell", async () => {
  expect(await present()).toMatchObject({
    deliveries: {
      counts: { stored: 0, projected: 0, ignored: 0, refused: 0, dead: 0 },
      lastReceivedAt: null,
      lagSeconds: null,
    },
    jobs: { waitingCount: 0, scheduledCount: 0, retryingCount: 0, deadCount: 0 },
    outbox: { pendingCount: 0, failingCount: 0, lastError: null },
    deadLetters: [],
    deadLetterCount: 0,
    asOf: NOW.toISOString(),
  });
});

describe("deliveries", () => {
  test("of the last 24 hours are counted by what became of them", async () => {
    const states = ["stored", "retrying", "projected", "projected", "ignored", "refused", "dead"];
    for (const [index, state] of states.entries()) await givenDelivery(`d${index}`, state);
    await givenDelivery("edge", "projected", { receivedAt: ago(24 * HOUR) });
    await givenDelivery("old", "projected", { receivedAt: ago(24 * HOUR + 1) });
    await givenDelivery("foreign", "projected", { shopId: "s2" });
    expect((await present()).deliveries.counts).toEqual({
      stored: 2,
      projected: 3,
      ignored: 1,
      refused: 1,
      dead: 1,
    });
  });

  test("tell when the last one came, whatever became of it and however long ago", async () => {
    await givenDelivery("old", "projected", { receivedAt: ago(90 * HOUR) });
    await givenDelivery("newer", "refused", { receivedAt: ago(80 * HOUR) });
    expect((await present()).deliveries.lastReceivedAt).toBe(ago(80 * HOUR).toISOString());
  });

  test("tell how long the newest one took from Shopify's event to our copy", async () => {
    await givenDelivery("old", "projected", { receivedAt: ago(2 * HOUR), settledAt: NOW });
    await givenDelivery("new", "projected", {
      receivedAt: ago(1_000),
      triggeredAt: ago(2_600),
      settledAt: ago(0),
    });
    expect((await present()).deliveries.lagSeconds).toBe(3);
  });
});

test("jobs are counted by what they wait for", async () => {
  await givenJob("q", "queued");
  await givenJob("l", "leased");
  await givenJob("r", "queued", { lastError: "boom" });
  await givenJob("d", "dead");
  await givenJob("foreign", "dead", { shopId: "s2" });
  await givenJob("of-nobody", "dead", { shopId: null });
  await givenJob("later", "queued", { runAt: new Date(NOW.getTime() + 1) });
  expect((await present()).jobs).toEqual({
    waitingCount: 3,
    scheduledCount: 1,
    retryingCount: 1,
    deadCount: 1,
  });
});

test("effects tell how many do not get through, and what the other side last said", async () => {
  await givenIntent("p", "pending");
  await givenIntent("f1", "pending", { lastError: "old answer", nextAttemptAt: ago(HOUR) });
  await givenIntent("f2", "delivering", { lastError: "new answer" });
  await givenIntent("done", "done", { lastError: "over" });
  await givenIntent("foreign", "pending", { shopId: "s2", lastError: "theirs" });
  expect((await present()).outbox).toEqual({ pendingCount: 3, failingCount: 2, lastError: "new answer" });
});

describe("what waits for a person", () => {
  beforeEach(async () => {
    const problem = { path: "line_items.0.price", value: '"x"', message: "expected a decimal amount" };
    await givenDelivery("d", "dead", { problemJson: JSON.stringify(problem) });
    await givenDelivery("r", "refused", { problemJson: null, receivedAt: ago(4 * HOUR) });
    await givenJob("j", "dead", { lastError: "RangeError: boom" });
    await givenIntent("i", "dead", { lastError: "550 no such user" });
    await givenIntent("u", "uncertain", { lastError: "the line broke", settledAt: ago(HOUR / 2) });
    await givenDelivery("foreign", "dead", { shopId: "s2" });
    await givenIntent("cancelled", "cancelled");
  });

  test("is listed newest first, with where and why", async () => {
    const { deadLetters, deadLetterCount } = await present();
    expect(deadLetters.map(({ kind, id, state, message }) => [kind, id, state, message])).toEqual([
      ["intent", "u", "uncertain", "the line broke"],
      ["delivery", "d", "dead", "expected a decimal amount"],
      ["job", "j", "dead", "RangeError: boom"],
      ["intent", "i", "dead", "550 no such user"],
      ["delivery", "r", "refused", ""],
    ]);
    expect(deadLetters[1]).toMatchObject({ name: "orders/create", path: "line_items.0.price", value: '"x"' });
    expect(deadLetterCount).toBe(5);
  });

  test("is counted whole although only fifty are listed", async () => {
    for (let index = 0; index < 60; index += 1) await givenJob(`more-${index}`, "dead");
    const { deadLetters, deadLetterCount } = await present();
    expect([deadLetters.length, deadLetterCount]).toEqual([50, 65]);
    expect(await countDeadLetters(testDb.db, { shopId: "s1" })).toBe(65);
  });
});
