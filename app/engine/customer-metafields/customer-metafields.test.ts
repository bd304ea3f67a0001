import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { DAY_MS, MINUTE_MS } from "~/kit/duration";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { requestLook } from "./customers/jobs.server";
import { requestMetafields } from "./customers/request.server";
import { customerMetafieldsRegistration, registerMetafields } from "./registration.server";
import { requestAppMetafields } from "./shop/request.server";

const NOW = new Date("2026-11-23T10:00:00Z");

let testDb: TestDb;
let db: RootDb;
let world: World;
/** What is true of each customer: the test is the feature. */
let points: Map<string, string | null>;
let tiers: Map<string, string | null>;
let programme: string | null;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  points = new Map();
  tiers = new Map();
  programme = null;
  const changes = registerMetafields({
    customers: [
      {
        key: "points_balance",
        type: "number_integer",
        refreshOn: ["order.paid"],
        present: () => Promise.resolve(points),
      },
      { key: "vip", type: "json", refreshOn: ["vip.tier-changed"], present: () => Promise.resolve(tiers) },
    ],
    shop: [{ key: "programme", type: "json", present: () => Promise.resolve(programme) }],
  });
  world = createWorld(db, [customerMetafieldsRegistration, { name: "changes", ...changes }], NOW);
  await world.runJobs();
  await givenShop(db);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

async function givenPeople(count: number): Promise<string[]> {
  const people = [];
  for (let index = 0; index < count; index++)
    people.push((await givenCustomer(db, { legacyId: 100 + index })).id);
  return people;
}
const pass = async (ms: number) => {
  world.at(new Date(world.now().getTime() + ms));
  await world.runJobs();
};
const request = (customerIds: string[], shopId = SHOP_ID) =>
  inTransaction(db, (tx) => requestMetafields(tx, { shopId, customerIds, now: world.now() }));
const writes = () => world.shopify.calls.filter(({ kind }) => kind.endsWith("-metafields"));
const values = () =>
  writes().flatMap((call) =>
    call.kind === "set-metafields" ? call.metafields.map(({ key, value }) => `${key}=${value}`) : [],
  );

async function tell(
  type: "order.paid" | "customer.deleted" | "customer.merged",
  customerId: string,
  key = "1",
) {
  const payload = { customerId, orderId: "o", checkoutToken: null, mergedCustomerId: "s1_999" };
  const event = {
    ...{ type, payload, sourceKey: `${type}:${customerId}:${key}`, customerId, subjectId: "o" },
    occurredAt: world.now(),
  } as DomainEvent;
  await inTransaction(db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now: world.now() }));
  await world.runJobs();
}

describe("what the store tells of a customer", () => {
  test("is written once, with its type, in the app's own namespace", async () => {
    const [ada = ""] = await givenPeople(1);
    points.set(ada, "250");
    tiers.set(ada, '{"v":1}');
    await request([ada]);
    await pass(MINUTE_MS);
    const ownerGid = "gid://shopify/Customer/100";
    expect(writes()).toEqual([
      {
        kind: "set-metafields",
        metafields: [
          { ownerGid, key: "points_balance", type: "number_integer", value: "250" },
          { ownerGid, key: "vip", type: "json", value: '{"v":1}' },
        ],
      },
    ]);
    await request([ada]);
    await pass(MINUTE_MS);
    expect(writes()).toHaveLength(1);
  });

  test("follows the events that its feature names, several of them together", async () => {
    const [ada = ""] = await givenPeople(1);
    points.set(ada, "10");
    await tell("order.paid", ada, "1");
    points.set(ada, "20");
    await tell("order.paid", ada, "2");
    expect(writes()).toEqual([]);
    await pass(2_000);
    expect(values()).toEqual(["points_balance=20"]);
  });

  test("is what is true right before the call, not when it was asked for", async () => {
    const [ada = ""] = await givenPeople(1);
    points.set(ada, "10");
    world.shopify.answers.push({ kind: "unavailable", error: "THROTTLED", retryAfterMs: 1_000 });
    await request([ada]);
    await pass(2_000);
    points.set(ada, "30");
    await pass(MINUTE_MS);
    expect(values()).toEqual(["points_balance=10", "points_balance=30"]);
    points.set(ada, "40");
    await request([ada]);
    points.set(ada, "30");
    await pass(MINUTE_MS);
    expect(writes()).toHaveLength(2);
  });

  test("changes only where it differs, and is taken away when there is nothing to tell", async () => {
    const [ada = ""] = await givenPeople(1);
    points.set(ada, "10");
    tiers.set(ada, '{"v":1}');
    await request([ada]);
    await pass(MINUTE_MS);
    tiers.set(ada, null);
    points.set(ada, "0");
    await request([ada]);
    await pass(MINUTE_MS);
    const ownerGid = "gid://shopify/Customer/100";
    expect(writes().slice(1)).toEqual([
      {
        kind: "set-metafields",
        metafields: [{ ownerGid, key: "points_balance", type: "number_integer", value: "0" }],
      },
      { kind: "delete-metafields", metafields: [{ ownerGid, key: "vip" }] },
    ]);
  });

  test("goes for many customers in one call, of at most 25 metafields", async () => {
    const people = await givenPeople(30);
    for (const id of people) {
      points.set(id, "1");
      tiers.set(id, "{}");
    }
    await request(people);
    await pass(MINUTE_MS);
    const sizes = writes().map((call) => (call.kind === "set-metafields" ? call.metafields.length : 0));
    expect(sizes).toEqual([24, 24, 12]);
  });

  test("is tried for each alone when Shopify refuses them together, and a refusal is a decision", async () => {
    const people = await givenPeople(2);
    for (const id of people) points.set(id, "5");
    world.shopify.answers.push(
      { kind: "rejected", error: "Owner does not exist." },
      { kind: "rejected", error: "Owner does not exist." },
    );
    await request(people);
    await pass(MINUTE_MS);
    expect(values()).toHaveLength(4);
    const [decision, ...more] = await db.decision.findMany({ where: { shopId: SHOP_ID } });
    expect(more).toEqual([]);
    expect(decision).toMatchObject({ feature: "customer-metafields", reason: "not-written" });
    await request(people);
    await pass(MINUTE_MS);
    expect(values()).toHaveLength(5);
  });

  test("of somebody whom the store does not have any more is left out, and no merchant has to see to it", async () => {
    const people = await givenPeople(3);
    for (const id of people) points.set(id, "5");
    const refusal = {
      kind: "rejected",
      error: "metafields.1.ownerId: Owner does not exist. [INVALID]",
    } as const;
    world.shopify.answers.push(refusal);
    await request(people);
    await pass(MINUTE_MS);
    const sizes = () => writes().map((call) => (call.kind === "set-metafields" ? call.metafields.length : 0));
    expect(sizes()).toEqual([3, 2]);
    expect(await db.outboxIntent.count({ where: { shopId: SHOP_ID, state: { not: "done" } } })).toBe(0);
    world.shopify.answers.push({ ...refusal, error: refusal.error.replace("1", "0") });
    await pass(DAY_MS);
    expect(sizes()).toEqual([3, 2, 1]);
    const decisions = await db.decision.findMany({ where: { shopId: SHOP_ID } });
    expect(decisions).toMatchObject([{ reason: "not-in-store", customerId: people[1] }]);
  });

  test("is found wrong by the daily look, also of whom nothing was heard", async () => {
    const people = await givenPeople(3);
    for (const id of people) points.set(id, "7");
    await pass(DAY_MS);
    expect(values()).toEqual(Array.from({ length: 3 }, () => "points_balance=7"));
    await inTransaction(db, (tx) => requestLook(tx, { shopId: SHOP_ID, now: world.now() }));
    await pass(DAY_MS);
    expect(writes()).toHaveLength(1);
  });

  test("is not told while the app is away, and is told anew after a merge of the store's", async () => {
    const [ada = ""] = await givenPeople(1);
    points.set(ada, "7");
    await db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
    await request([ada]);
    await pass(MINUTE_MS);
    expect(writes()).toEqual([]);
    await db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: null } });
    await request([ada]);
    await pass(MINUTE_MS);
    await tell("customer.merged", ada);
    await pass(MINUTE_MS);
    expect(values()).toEqual(["points_balance=7", "points_balance=7"]);
  });

  test("is told of nobody who was deleted", async () => {
    const [ada = ""] = await givenPeople(1);
    points.set(ada, "7");
    await request([ada]);
    await pass(MINUTE_MS);
    await db.customer.update({ where: { id: ada, shopId: SHOP_ID }, data: { deletedAt: NOW } });
    await tell("customer.deleted", ada);
    points.set(ada, "8");
    await request([ada]);
    await pass(MINUTE_MS);
    expect(values()).toEqual(["points_balance=7"]);
  });

  test("waits for no second occasion when its wish came while others were taken up", async () => {
    const [ada = ""] = await givenPeople(1);
    points.set(ada, "7");
    const wish = { shopId: SHOP_ID, customerId: ada, writtenJson: "{}", wantedAt: NOW, updatedAt: NOW };
    await db.customerMetafieldState.create({ data: wish });
    await pass(3 * MINUTE_MS);
    expect(values()).toEqual(["points_balance=7"]);
  });
});

describe("what the store knows of the programme", () => {
  const save = async () => {
    await inTransaction(db, (tx) => requestAppMetafields(tx, { shopId: SHOP_ID, now: world.now() }));
    await pass(MINUTE_MS);
  };

  test("is written where it differs, in the app's namespace that Liquid reads", async () => {
    programme = '{"on":true}';
    await save();
    const [call] = writes();
    expect(call).toEqual({
      kind: "set-metafields",
      metafields: [
        {
          ...{ ownerGid: "gid://shopify/AppInstallation/1", namespace: "perennial", key: "programme" },
          ...{ type: "json", value: '{"on":true}' },
        },
      ],
    });
    world.shopify.appMetafields = { programme };
    await save();
    expect(writes()).toHaveLength(1);
    programme = null;
    await save();
    expect(writes().at(-1)).toMatchObject({ kind: "delete-metafields", metafields: [{ key: "programme" }] });
  });
});

test("two features cannot tell by the same key", () => {
  const one = { key: "vip", type: "json", refreshOn: [], present: () => Promise.resolve(new Map()) } as const;
  expect(() => registerMetafields({ customers: [one, one], shop: [] })).toThrow(
    'two metafields have the key "vip"',
  );
});
