import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { FeatureRegistration } from "~/engine/registration";
import { inTransaction, openDb, type RootDb } from "~/platform/db.server";

import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import type { DomainEvent, StoredEvent } from "./catalogue";
import { publishEvents } from "./publish.server";
import { defineSubscriber } from "./subscriber";

const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
let world: World;
let heard: { by: string; event: StoredEvent }[];

const subscriberOf = (name: string, events: ("order.paid" | "order.cancelled")[]) =>
  defineSubscriber({
    name,
    events,
    run: (event) => {
      heard.push({ by: name, event });
      return Promise.resolve();
    },
  });

const registration: FeatureRegistration = {
  name: "test",
  subscribers: [
    subscriberOf("one.on-order", ["order.paid", "order.cancelled"]),
    subscriberOf("two.on-order-paid", ["order.paid"]),
  ],
};

beforeEach(async () => {
  testDb = await createTestDb();
  heard = [];
  world = createWorld(testDb.db, [registration], NOW);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

function paid(orderId: string): DomainEvent<"order.paid"> {
  return {
    type: "order.paid",
    payload: { orderId, customerId: "s1_1", checkoutToken: null },
    sourceKey: `order.paid:${orderId}`,
    customerId: "s1_1",
    subjectId: orderId,
    occurredAt: new Date("2026-02-28T23:00:00Z"),
  };
}

function publish(events: DomainEvent[], { db = testDb.db, shopId = "s1", silent = false } = {}) {
  return inTransaction(db, (tx) => publishEvents(tx, events, { shopId, now: NOW, silent }));
}

describe("publishing", () => {
  test("hands a stored event to each subscriber of its type, as a job of its own", async () => {
    await publish([paid("o1")]);
    expect((await testDb.db.job.findMany()).map((job) => job.name).sort()).toEqual([
      "one.on-order",
      "two.on-order-paid",
    ]);
    await world.runJobs();
    expect(heard.map(({ by }) => by).sort()).toEqual(["one.on-order", "two.on-order-paid"]);
    expect(heard[0]?.event).toMatchObject({ ...paid("o1"), shopId: "s1" });
  });

  test("leaves out who does not listen to the type", async () => {
    await publish([
      {
        ...paid("o1"),
        type: "order.cancelled",
        payload: { orderId: "o1", customerId: null, reason: "FRAUD" },
        sourceKey: "order.cancelled:o1",
      },
    ]);
    await world.runJobs();
    expect(heard.map(({ by, event }) => [by, event.payload])).toEqual([
      ["one.on-order", { orderId: "o1", customerId: null, reason: "FRAUD" }],
    ]);
  });

  test("the same fact twice stores and tells it once", async () => {
    expect(await publish([paid("o1")])).toHaveLength(1);
    expect(await publish([paid("o1"), paid("o2")])).toMatchObject([{ sourceKey: "order.paid:o2" }]);
    expect(await publish([paid("o3"), paid("o3")])).toHaveLength(1);
    await world.runJobs();
    await world.runJobs();
    expect(heard).toHaveLength(6);
    expect(await testDb.db.domainEvent.count()).toBe(3);
  });

  test("the same fact at the same time from two processes stores and tells it once", async () => {
    const other: RootDb = await openDb(testDb.url);
    const published = await Promise.all(
      Array.from({ length: 10 }, (_, index) => publish([paid("o1")], { db: index % 2 ? other : testDb.db })),
    );
    await other.$disconnect();
    expect(published.flat()).toHaveLength(1);
    expect(await testDb.db.job.count()).toBe(2);
  });

  test("keys of two shops have nothing to do with each other", async () => {
    await publish([paid("o1")]);
    expect(await publish([paid("o1")], { shopId: "s2" })).toHaveLength(1);
    await world.runJobs();
    expect(heard.map(({ event }) => event.shopId).sort()).toEqual(["s1", "s1", "s2", "s2"]);
  });

  test("silently stores history that nobody reacts to, and a repeat does not wake anybody either", async () => {
    await publish([paid("o1")], { silent: true });
    expect(await publish([paid("o1")])).toEqual([]);
    await world.runJobs();
    expect(heard).toEqual([]);
    expect(await testDb.db.domainEvent.count()).toBe(1);
  });

  test("of nothing does nothing", async () => {
    expect(await publish([])).toEqual([]);
  });

  test("in a transaction that rolls back never was", async () => {
    const work = inTransaction(testDb.db, async (tx) => {
      await publishEvents(tx, [paid("o1")], { shopId: "s1", now: NOW });
      throw new RangeError("no");
    });
    await expect(work).rejects.toThrow("no");
    expect([await testDb.db.domainEvent.count(), await testDb.db.job.count()]).toEqual([0, 0]);
  });
});

test("nobody reacts to an event that was erased meanwhile", async () => {
  await publish([paid("o1")]);
  await testDb.db.domainEvent.deleteMany();
  await world.runJobs();
  expect([heard, await testDb.db.job.count()]).toEqual([[], 0]);
});

test("one subscriber that fails is tried again alone", async () => {
  world.close();
  let failures = 0;
  const failing = defineSubscriber({
    name: "three.on-order-paid",
    events: ["order.paid"],
    run: () => {
      failures += 1;
      return failures === 1 ? Promise.reject(new RangeError("boom")) : Promise.resolve();
    },
  });
  world = createWorld(testDb.db, [registration, { name: "other", subscribers: [failing] }], NOW);
  await publish([paid("o1")]);
  await world.runJobs();
  world.at(new Date(NOW.getTime() + 10_000));
  await world.runJobs();
  expect([heard.length, failures, await testDb.db.job.count()]).toEqual([2, 2, 0]);
});

describe("events that are published together", () => {
  const bad = "o2";
  let isBad = true;
  let sifted: number[];

  function listen(sift?: boolean) {
    world.close();
    isBad = true;
    sifted = [];
    const subscriber = defineSubscriber({
      name: "three.on-order-paid",
      events: ["order.paid"],
      ...(sift
        ? {
            sift: (events: readonly StoredEvent<"order.paid">[]) => {
              sifted.push(events.length);
              return Promise.resolve(events.filter(({ payload }) => payload.orderId !== "o1"));
            },
          }
        : {}),
      run: async (event, { tx, now }) => {
        await tx.jobSchedule.create({ data: { name: event.payload.orderId, lastTickAt: now } });
        if (isBad && event.payload.orderId === bad) throw new Error("cannot");
      },
    });
    world = createWorld(testDb.db, [{ name: "test", subscribers: [subscriber] }], NOW);
  }

  const told = async () => {
    const rows = await testDb.db.jobSchedule.findMany({ orderBy: { name: "asc" } });
    return rows.map(({ name }) => name);
  };
  const later = (ms: number) => world.at(new Date(world.now().getTime() + ms));

  test("come in one job and one transaction", async () => {
    listen();
    isBad = false;
    await publish([paid("o1"), paid("o2"), paid("o3")]);
    expect(await testDb.db.job.count()).toBe(1);
    await world.runJobs();
    expect(await told()).toEqual(["o1", "o2", "o3"]);
  });

  test("are sifted at one go, and those that concern nobody are left out", async () => {
    listen(true);
    isBad = false;
    await publish([paid("o1"), paid("o2"), paid("o3")]);
    await world.runJobs();
    expect(sifted).toEqual([3]);
    expect(await told()).toEqual(["o2", "o3"]);
  });

  test("leave out who was erased meanwhile", async () => {
    listen();
    await publish([paid("o1"), paid("o2"), paid("o3")]);
    await testDb.db.domainEvent.deleteMany({ where: { shopId: "s1", subjectId: bad } });
    await world.runJobs();
    expect(await told()).toEqual(["o1", "o3"]);
  });

  test("are told one by one after a failure, so that a bad one holds up nobody, and none twice", async () => {
    listen();
    await publish([paid("o1"), paid("o2"), paid("o3")]);
    await world.runJobs();
    expect(await told()).toEqual([]);
    later(10_000);
    await world.runJobs();
    expect(await told()).toEqual(["o1", "o3"]);
    isBad = false;
    later(60_000);
    await world.runJobs();
    expect(await told()).toEqual(["o1", "o2", "o3"]);
    expect(await testDb.db.job.count()).toBe(0);
  });

  test("a thousand and one come in two jobs", async () => {
    listen();
    await publish(Array.from({ length: 1_001 }, (_, index) => paid(`many-${index}`)));
    expect(await testDb.db.job.count()).toBe(2);
  });
});
