import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { FeatureRegistration } from "~/engine/registration";
import { registerTopic } from "~/pipeline/projections/registry.server";
import { inTransaction } from "~/platform/db.server";

import { givenShop } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { enqueueProjectInbox, inboxJobs, inboxSchedules } from "./project.server";
import { insertDeliveries } from "./repository.server";
import { retryDelivery } from "./service.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const plus = (ms: number) => new Date(NOW.getTime() + ms);

const registration: FeatureRegistration = { name: "inbox", jobs: inboxJobs, schedules: inboxSchedules };
/** Topics of this test alone: what they are given, and whether the second fails. */
const handled: string[] = [];
let isPoisonous = true;
registerTopic("test/good", (_tx, { body }) => {
  handled.push(String(body.id));
  return Promise.resolve({ kind: "projected" });
});
registerTopic("test/poison", (_tx, { body }) => {
  handled.push(`poison ${String(body.id)}`);
  return isPoisonous ? Promise.reject(new RangeError("poison")) : Promise.resolve({ kind: "projected" });
});

let testDb: TestDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  handled.length = 0;
  isPoisonous = true;
  await givenShop(testDb.db);
  world = createWorld(testDb.db, [registration], NOW);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

type Incoming = { id: string; topic?: string; body?: string; shopId?: string; triggeredAt?: Date };

async function receive(deliveries: Incoming[], { withJob = true } = {}) {
  await inTransaction(testDb.db, async (tx) => {
    await insertDeliveries(
      tx,
      deliveries.map(
        ({ id, topic = "test/good", body = JSON.stringify({ id }), shopId = "s1", triggeredAt = NOW }) => ({
          id,
          shopId,
          webhookId: id,
          eventId: null,
          topic,
          apiVersion: null,
          triggeredAt,
          receivedAt: world.now(),
          body,
          state: "stored",
        }),
      ),
    );
    const shopIds = [...new Set(deliveries.map(({ shopId = "s1" }) => shopId))];
    if (withJob) await enqueueProjectInbox(tx, { shopIds, now: world.now() });
  });
}

async function states() {
  const rows = await testDb.db.inboxDelivery.findMany({ orderBy: { id: "asc" } });
  return Object.fromEntries(rows.map((row) => [row.id, row.state]));
}

const runAt = async (at: Date) => {
  world.at(at);
  await world.runJobs();
};

describe("an inbox", () => {
  test("is projected in the order in which things happened, once", async () => {
    await receive([
      { id: "b", triggeredAt: plus(2_000) },
      { id: "c", triggeredAt: plus(3_000) },
      { id: "a", triggeredAt: plus(1_000) },
    ]);
    await world.runJobs();
    await world.runJobs();
    expect(handled).toEqual(["a", "b", "c"]);
    expect(await states()).toEqual({ a: "projected", b: "projected", c: "projected" });
    expect(await testDb.db.job.count()).toBe(0);
  });

  test("of any length is projected to its end", async () => {
    await receive(Array.from({ length: 450 }, (_, index) => ({ id: `d${index}` })));
    await world.runJobs();
    expect(new Set(handled).size).toBe(450);
    expect(await testDb.db.inboxDelivery.count({ where: { state: "projected" } })).toBe(450);
  });

  test("of a shop that was erased meanwhile is not kept", async () => {
    await receive([{ id: "a", shopId: "gone" }]);
    await world.runJobs();
    expect(await states()).toEqual({});
    expect(await testDb.db.job.count()).toBe(0);
  });

  test("whose job was lost is found after a minute", async () => {
    await receive([{ id: "a" }], { withJob: false });
    await runAt(plus(59_000));
    expect(await states()).toEqual({ a: "stored" });
    await runAt(plus(180_000));
    expect(await states()).toEqual({ a: "projected" });
  });

  test("is not blocked by a job of it that died", async () => {
    await receive([{ id: "a" }]);
    await testDb.db.job.updateMany({ data: { state: "dead", attempt: 10 } });
    await receive([{ id: "b" }]);
    await world.runJobs();
    expect(await states()).toEqual({ a: "projected", b: "projected" });
  });
});

describe("what a delivery comes to", () => {
  test.each([
    ["a topic nobody knows is ignored", "test/unknown", '{"id":1}', "ignored", { message: "unknown-topic" }],
    ["a body that is no JSON is dead", "test/good", "{", "dead", { path: "$" }],
    [
      "a body of bytes that are no UTF-8 is dead",
      "orders/create",
      "base64:e8M=",
      "dead",
      { path: "$", value: '"base64:e8M="' },
    ],
    ["an empty body is dead", "test/good", "", "dead", { path: "$" }],
    ["a list is dead", "test/good", "[]", "dead", { path: "$", message: "expected a JSON object" }],
    [
      "a body about another shop is refused",
      "test/good",
      '{"myshopify_domain":"other.myshopify.com"}',
      "refused",
      { path: "shop_domain", value: '"other.myshopify.com"' },
    ],
    [
      "a body that does not fit its topic is refused",
      "orders/create",
      '{"variants":[],"title":"Beans"}',
      "refused",
      { path: "$" },
    ],
  ])("%s", async (_title, topic, body, state, problem) => {
    await receive([{ id: "a", topic, body }, { id: "b" }]);
    await world.runJobs();
    expect(await states()).toEqual({ a: state, b: "projected" });
    const row = await testDb.db.inboxDelivery.findFirstOrThrow({ where: { id: "a" } });
    expect(JSON.parse(row.problemJson ?? "")).toMatchObject(problem);
    expect([row.body, row.settledAt]).toEqual([body, NOW]);
  });
});

describe("one delivery that cannot be projected", () => {
  const EVERYTHING = [{ id: "a" }, { id: "p", topic: "test/poison" }, { id: "z" }];
  const minutes = async (count: number) => {
    for (let minute = 1; minute <= count; minute += 1) await runAt(plus(minute * 60_000));
  };

  test("that took its worker with it at every try is dead a day later, and may be tried again", async () => {
    await receive([{ id: "p", topic: "test/poison" }], { withJob: false });
    await testDb.db.inboxDelivery.updateMany({ data: { state: "retrying" } });
    const job = { shopId: "s1", name: "inbox.project-one", payloadJson: "{}", maxAttempts: 5 };
    const dead = {
      ...job,
      id: "j",
      dedupeKey: "p",
      state: "dead",
      runAt: NOW,
      createdAt: NOW,
      updatedAt: NOW,
    };
    await testDb.db.job.create({ data: dead });
    await runAt(plus(86_400_000));
    expect(await states()).toEqual({ p: "retrying" });
    await runAt(plus(86_400_000 + 3_600_000));
    const { state, problemJson, body } = await testDb.db.inboxDelivery.findFirstOrThrow();
    expect([state, body]).toEqual(["dead", '{"id":"p"}']);
    expect(problemJson).toContain("its worker stopped");
    isPoisonous = false;
    await retryDelivery(testDb.db, { shopId: "s1", deliveryId: "p", now: world.now() });
    await world.runJobs();
    expect(await states()).toEqual({ p: "projected" });
  });

  test("that still has its tries before it is left to them, however old it is", async () => {
    await receive([{ id: "p", topic: "test/poison" }], { withJob: false });
    await testDb.db.inboxDelivery.updateMany({ data: { state: "retrying" } });
    const job = { shopId: "s1", name: "inbox.project-one", payloadJson: "{}", maxAttempts: 5 };
    const later = { runAt: plus(9 * 86_400_000), createdAt: NOW, updatedAt: NOW };
    await testDb.db.job.create({ data: { ...job, ...later, id: "j", dedupeKey: "p" } });
    await runAt(plus(3 * 86_400_000));
    expect(await states()).toEqual({ p: "retrying" });
  });

  test("holds up nobody, and is dead after its own tries with the reason", async () => {
    await receive(EVERYTHING);
    await world.runJobs();
    expect(await states()).toEqual({ a: "stored", p: "stored", z: "stored" });
    await minutes(1);
    expect(await states()).toEqual({ a: "projected", p: "retrying", z: "projected" });
    await minutes(10);
    expect(await states()).toEqual({ a: "projected", p: "dead", z: "projected" });
    expect(handled.filter((id) => id === "poison p")).toHaveLength(1 + 5);
    const row = await testDb.db.inboxDelivery.findFirstOrThrow({ where: { id: "p" } });
    expect(JSON.parse(row.problemJson ?? "")).toMatchObject({ message: "poison" });
    expect(await testDb.db.job.count()).toBe(0);
  });

  test("is projected when a person tries it again and it is well by then", async () => {
    await receive(EVERYTHING);
    await minutes(12);
    isPoisonous = false;
    const asked = await Promise.all(
      [1, 2].map(() => retryDelivery(testDb.db, { shopId: "s1", deliveryId: "p", now: world.now() })),
    );
    expect(asked.map(({ outcome }) => outcome).sort()).toEqual(["not-found", "retried"]);
    await world.runJobs();
    expect(await states()).toEqual({ a: "projected", p: "projected", z: "projected" });
    expect((await testDb.db.inboxDelivery.findFirstOrThrow({ where: { id: "p" } })).problemJson).toBeNull();
  });

  test("does not keep later deliveries waiting", async () => {
    await receive(EVERYTHING);
    await world.runJobs();
    await minutes(1);
    await receive([{ id: "late" }]);
    await world.runJobs();
    expect((await states()).late).toBe("projected");
  });
});

describe("trying again", () => {
  test.each([
    ["of another shop", "s2", "dead"],
    ["that is projected", "s1", "projected"],
    ["that waits", "s1", "stored"],
  ])("a delivery %s is refused", async (_title, shopId, state) => {
    await receive([{ id: "a" }], { withJob: false });
    await testDb.db.inboxDelivery.updateMany({ data: { state } });
    expect(await retryDelivery(testDb.db, { shopId, deliveryId: "a", now: NOW })).toEqual({
      outcome: "not-found",
    });
  });

  test("opens a refused one too", async () => {
    await receive([{ id: "a" }], { withJob: false });
    await testDb.db.inboxDelivery.updateMany({ data: { state: "refused" } });
    expect(await retryDelivery(testDb.db, { shopId: "s1", deliveryId: "a", now: NOW })).toEqual({
      outcome: "retried",
    });
    await world.runJobs();
    expect(await states()).toEqual({ a: "projected" });
  });
});

test("a delivery that arrives while its shop's inbox is being projected gets a job of its own", async () => {
  await receive([{ id: "a" }]);
  await Promise.all([world.runJobs(), receive([{ id: "b" }])]);
  await world.runJobs();
  expect(await states()).toEqual({ a: "projected", b: "projected" });
});
