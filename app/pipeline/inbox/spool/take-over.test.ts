import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { FeatureRegistration } from "~/engine/registration";
import { HOUR_MS } from "~/kit/duration";
import { registerTopic } from "~/pipeline/projections/registry.server";
import { inTransaction, openDb } from "~/platform/db.server";
import type { Spool } from "~/platform/spool";
import { openSpoolOf } from "~/platform/spool.server";

import { givenShop } from "../../../../tests/support/factories";
import { refuseInserts } from "../../../../tests/support/no-space";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import type { IncomingDelivery } from "../delivery";
import { inboxJobs, inboxSchedules } from "../project.server";
import { createInbox, createSpoolInbox } from "../receive.server";
import { startTakingOver, takeOver } from "./take-over.server";

const NOW = new Date("2026-03-01T12:00:00Z");

/** Ids of the bodies that were handled, in their order. */
const handled: string[] = [];
const registration: FeatureRegistration = { name: "inbox", jobs: inboxJobs, schedules: inboxSchedules };
registerTopic("test/good", (_tx, { body }) => {
  handled.push(String(body.id));
  return Promise.resolve({ kind: "projected" });
});
registerTopic("test/bad", () => Promise.reject(new Error("it always fails")));
registerTopic("test/refused", () =>
  Promise.resolve({ kind: "refused", problem: { path: "$", value: "", message: "does not fit" } }),
);

let testDb: TestDb;
let world: World;
let spool: Spool;
beforeEach(async () => {
  testDb = await createTestDb();
  handled.length = 0;
  await givenShop(testDb.db);
  world = createWorld(testDb.db, [registration], NOW);
  spool = openSpoolOf(testDb.url);
});
afterEach(async () => {
  await spool.close();
  world.close();
  await testDb.close();
});

function delivery(webhookId: string, over: Partial<IncomingDelivery> = {}): IncomingDelivery {
  return {
    shopId: "s1",
    webhookId,
    eventId: null,
    topic: "test/good",
    apiVersion: null,
    triggeredAt: NOW,
    receivedAt: NOW,
    bytes: Buffer.from(JSON.stringify({ id: webhookId })),
    ...over,
  };
}

const receive = (...deliveries: IncomingDelivery[]) => {
  const inbox = createSpoolInbox(spool);
  return Promise.all(deliveries.map((one) => inbox.receive(one)));
};
const take = (db = testDb.db) => takeOver(db, spool, NOW);
const states = async () => {
  const rows = await testDb.db.inboxDelivery.findMany({ orderBy: { webhookId: "asc" } });
  return rows.map(({ webhookId, state, body }) => [webhookId, state, body]);
};

describe("deliveries in the spool", () => {
  test("that arrive together are kept together, and taken over in one transaction", async () => {
    await receive(...Array.from({ length: 250 }, (_, index) => delivery(`w${index}`)));
    expect(await spool.oldest(1_000)).toHaveLength(2);
    const transactions = vi.spyOn(testDb.db, "$transaction");
    expect(await take()).toBe(250);
    expect(transactions).toHaveBeenCalledTimes(1);
    transactions.mockRestore();
    expect(handled).toHaveLength(250);
    expect(await spool.count()).toBe(0);
    expect(await take()).toBe(0);
  });

  test("are projected by the time of their events; taken over they keep their number and lose their body", async () => {
    const earlier = new Date(NOW.getTime() - 1_000);
    await receive(delivery("w1"), delivery("w2", { triggeredAt: earlier }));
    await take();
    expect(handled).toEqual(["w2", "w1"]);
    expect(await states()).toEqual([
      ["w1", "projected", ""],
      ["w2", "projected", ""],
    ]);
  });

  test("keep their body when a person has to look at them", async () => {
    await receive(
      delivery("w1", { topic: "test/refused" }),
      delivery("w2", { bytes: Buffer.from([0xff, 0xfe]) }),
    );
    await take();
    expect(await states()).toEqual([
      ["w1", "refused", '{"id":"w1"}'],
      ["w2", "dead", "base64://4="],
    ]);
  });

  test("that come twice, in one group or in later ones or in the table already, are projected once", async () => {
    await createInbox(testDb.db).receive(delivery("w0"));
    await receive(delivery("w0"), delivery("w1"), delivery("w1"));
    await take();
    await receive(delivery("w1"));
    await take();
    await world.runJobs();
    expect(handled.toSorted()).toEqual(["w0", "w1"]);
  });

  test("that were taken over but not forgotten, as after a kill, are projected once", async () => {
    await receive(delivery("w1"));
    const groups = await spool.oldest(1);
    await take();
    await spool.append([groups[0]?.content ?? Buffer.alloc(0)], 1);
    expect(await take()).toBe(1);
    expect(handled).toEqual(["w1"]);
  });

  test("are projected once when two workers take them at the same time", async () => {
    await receive(...Array.from({ length: 40 }, (_, index) => delivery(`w${index}`)));
    const other = await openDb(testDb.url);
    const ofOther = openSpoolOf(testDb.url, "taker");
    await Promise.all([take(), takeOver(other, ofOther, NOW)]);
    await ofOther.close();
    await other.$disconnect();
    expect(handled).toHaveLength(40);
    expect(await spool.count()).toBe(0);
  });

  test("do not wait for who writes to the database", async () => {
    let finish: () => void = () => undefined;
    const isFinished = new Promise<void>((resolve) => (finish = resolve));
    const writing = inTransaction(testDb.db, () => isFinished);
    await receive(delivery("w1"));
    expect(await spool.count()).toBe(1);
    finish();
    await writing;
  });

  test("of several shops go each to its own", async () => {
    await givenShop(testDb.db, { id: "s2", domain: "other-shop.myshopify.com" });
    await receive(delivery("w1"), delivery("w1", { shopId: "s2" }));
    await take();
    expect(await testDb.db.inboxDelivery.groupBy({ by: ["shopId"], _count: true })).toHaveLength(2);
  });

  test("for a shop that was erased meanwhile are forgotten", async () => {
    await receive(delivery("w1", { shopId: "gone" }));
    expect(await take()).toBe(1);
    expect(await states()).toEqual([]);
    expect(await spool.count()).toBe(0);
  });

  test("a bad one holds up nobody: the batch is tried one by one, and it is dead in the end", async () => {
    await receive(delivery("w1"), delivery("w2", { topic: "test/bad" }), delivery("w3"));
    await take();
    expect((await states()).map(([webhookId, state]) => [webhookId, state])).toEqual([
      ["w1", "retrying"],
      ["w2", "retrying"],
      ["w3", "retrying"],
    ]);
    handled.length = 0;
    for (let tries = 0; tries < 6; tries += 1) {
      await world.runJobs();
      world.at(new Date(world.now().getTime() + HOUR_MS));
    }
    expect(handled.toSorted()).toEqual(["w1", "w3"]);
    expect((await states()).map(([webhookId, state]) => [webhookId, state])).toEqual([
      ["w1", "projected"],
      ["w2", "dead"],
      ["w3", "projected"],
    ]);
  });

  test("stay in the spool while the database takes nothing", async () => {
    await receive(delivery("w1"));
    const allowInserts = await refuseInserts(testDb.db, "InboxDelivery");
    await expect(take()).rejects.toThrow(/disk full|violates check/);
    expect(await spool.count()).toBe(1);
    await allowInserts();
    expect(await take()).toBe(1);
    expect(await states()).toEqual([["w1", "projected", ""]]);
  });

  test("are taken over as they come, until the worker stops", async () => {
    const ofWorker = openSpoolOf(testDb.url, "taker");
    const takingOver = startTakingOver(testDb.db, { spool: ofWorker, now: world.now });
    await receive(delivery("w1"));
    await vi.waitUntil(() => handled.length === 1);
    await receive(delivery("w2"));
    await vi.waitUntil(() => handled.length === 2);
    expect(takingOver.isBehind()).toBe(false);
    await takingOver.stop();
    await receive(delivery("w3"));
    await sleep(30);
    expect(await spool.count()).toBe(1);
  });
});
