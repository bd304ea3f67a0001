import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { MODEL_COLUMNS, type ModelName } from "~/generated/columns";
import type { RootDb } from "~/platform/db.server";

import { givenCheckout, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import {
  checkoutPayload,
  customerPayload,
  deliver,
  orderPayload,
  type Webhook,
} from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { compareAggregates, recountAggregates } from "../aggregates/recount.server";
import { settleLoaded } from "../merge/after-load.server";
import { registerMerge } from "../merge/registration.server";
import { ownersOf } from "./rules";

let testDb: TestDb;
let db: RootDb;

beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  registerMerge([]);
});
beforeEach(empty);
afterAll(() => testDb.close());

async function empty(): Promise<void> {
  for (const name of Object.keys(MODEL_COLUMNS) as ModelName[])
    if (name !== "Shop") await db.$executeRawUnsafe(`DELETE FROM "${name}"`);
}

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 10, minute)).toISOString();
const guestOrder = (
  id: number,
  email: string | null,
  minute: number,
  over: Record<string, unknown> = {},
): Webhook => ({
  topic: "orders/paid",
  body: orderPayload({
    id,
    email,
    customer: null,
    updated_at: at(minute),
    checkout_token: `checkout-${id}`,
    cart_token: `cart-${id}`,
    ...over,
  }),
  at: at(minute),
});
const guestCheckout = (
  id: number,
  contact: { email?: string | null; phone?: string | null },
  minute: number,
): Webhook => ({
  topic: "checkouts/update",
  body: checkoutPayload({
    token: `checkout-${id}`,
    name: `#${id}`,
    cart_token: `cart-${id}`,
    abandoned_checkout_url: `https://x.example/${id}`,
    customer: null,
    email: null,
    updated_at: at(minute),
    ...contact,
  }),
  at: at(minute),
});
const account = (
  id: number,
  email: string | null,
  minute: number,
  over: Record<string, unknown> = {},
): Webhook => ({
  topic: "customers/update",
  body: customerPayload({ id, email, state: "disabled", updated_at: at(minute), ...over }),
  at: at(minute),
});

async function owners(): Promise<Record<string, string | null>> {
  const asked = {
    where: { shopId: SHOP_ID },
    select: { id: true, customerId: true },
    orderBy: { id: "asc" },
  } as const;
  const rows = [...(await db.order.findMany(asked)), ...(await db.checkout.findMany(asked))];
  return Object.fromEntries(rows.map(({ id, customerId }) => [id, customerId]));
}
const sound = async () => expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);

describe("a guest's order", () => {
  test("belongs to nobody until a customer has its address, then to them, with figures and events", async () => {
    await deliver(db, [guestOrder(7001, "ada@example.com", 0)]);
    expect(await owners()).toEqual({ s1_7001: null });
    expect(await db.customerStats.count()).toBe(0);
    await deliver(db, [account(9001, "Ada@Example.com", 1)]);
    expect(await owners()).toEqual({ s1_7001: "s1_9001" });
    expect(await db.customerStats.findMany({})).toEqual([
      expect.objectContaining({ customerId: "s1_9001", orderCount: 1, netMinor: 5_000n }),
    ]);
    const placed = await db.domainEvent.findFirstOrThrow({
      where: { shopId: SHOP_ID, type: "order.placed" },
    });
    expect(placed.customerId).toBe("s1_9001");
    expect(JSON.parse(placed.payloadJson)).toMatchObject({ customerId: "s1_9001" });
    await sound();
  });

  test("stays with them when news of the order come that still name nobody", async () => {
    await deliver(db, [guestOrder(7001, "ada@example.com", 0), account(9001, "ada@example.com", 1)]);
    const changes = () => db.domainEvent.count({ where: { shopId: SHOP_ID, type: "order.changed" } });
    const before = await changes();
    await deliver(db, [guestOrder(7001, "ada@example.com", 5)]);
    expect(await owners()).toEqual({ s1_7001: "s1_9001" });
    expect(await changes()).toBe(before);
    await deliver(db, [guestOrder(7001, "ada@example.com", 6, { cancelled_at: at(6) })]);
    expect(await db.customerStats.count()).toBe(0);
    await sound();
  });

  test("goes to whom the store names, as soon as it does, and not back", async () => {
    await deliver(db, [guestOrder(7001, "ada@example.com", 0), account(9001, "ada@example.com", 1)]);
    await deliver(db, [guestOrder(7001, "ada@example.com", 2, { customer: { id: 9002 } })]);
    await deliver(db, [account(9001, "ada@example.com", 3, { last_name: "King" })]);
    expect(await owners()).toEqual({ s1_7001: "s1_9002" });
    await sound();
  });

  test("follows its address to another customer, and is nobody's when nobody has it", async () => {
    await deliver(db, [guestOrder(7001, "ada@example.com", 0), account(9001, "ada@example.com", 1)]);
    await deliver(db, [account(9001, "king@example.com", 2)]);
    expect(await owners()).toEqual({ s1_7001: null });
    await deliver(db, [account(9002, "ada@example.com", 3)]);
    expect(await owners()).toEqual({ s1_7001: "s1_9002" });
    await deliver(db, [
      {
        topic: "customers/delete",
        body: { id: 9002, admin_graphql_api_id: "gid://shopify/Customer/9002" },
        at: at(4),
      },
    ]);
    expect(await owners()).toEqual({ s1_7001: null });
    await sound();
  });

  test("without an address is nobody's, and another shop's customer is none", async () => {
    await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
    await db.customer.create({
      data: {
        id: "s2_1",
        shopId: "s2",
        gid: "g",
        email: "ada@example.com",
        createdAt: at(0),
        updatedAt: at(0),
      },
    });
    await deliver(db, [guestOrder(7001, null, 0), guestOrder(7002, "ada@example.com", 0)]);
    expect(await owners()).toEqual({ s1_7001: null, s1_7002: null });
    await db.shop.delete({ where: { id: "s2" } });
  });

  test("of a merged customer's address belongs to the kept one", async () => {
    await deliver(db, [account(9001, "ada@example.com", 0), account(9002, "king@example.com", 0)]);
    await deliver(db, [merge(1)]);
    await deliver(db, [guestOrder(7001, "ada@example.com", 2)]);
    expect(await owners()).toEqual({ s1_7001: "s1_9002" });
    await sound();
  });
});

describe("a guest's checkout", () => {
  test("is known by its address, and by its number where it has none", async () => {
    await deliver(db, [
      guestCheckout(1, { email: "ada@example.com" }, 0),
      guestCheckout(2, { phone: "+48600100200" }, 0),
      guestCheckout(3, { email: "other@example.com", phone: "+48600100200" }, 0),
    ]);
    await deliver(db, [account(9001, "ada@example.com", 1, { phone: "+48600100200" })]);
    expect(await owners()).toEqual({ s1_1: "s1_9001", s1_2: "s1_9001", s1_3: null });
  });
});

describe("an account", () => {
  const created = () =>
    db.domainEvent.findMany({ where: { shopId: SHOP_ID, type: "customer.account-created" } });

  test("is told once, when a guest's record becomes enabled, also when the news come late or twice", async () => {
    await deliver(db, [account(9001, "ada@example.com", 0)]);
    expect(await created()).toEqual([]);
    await deliver(db, [account(9001, "ada@example.com", 5, { state: "invited" })]);
    await deliver(db, [account(9001, "ada@example.com", 3, { state: "enabled" })]);
    await deliver(db, [account(9001, "ada@example.com", 6, { state: "enabled" })]);
    await deliver(db, [account(9001, "ada@example.com", 6, { state: "enabled" })]);
    expect(await created()).toEqual([expect.objectContaining({ customerId: "s1_9001" })]);
  });

  test("that always was one is not told again by another change", async () => {
    await db.customer.create({
      data: {
        id: "s1_9001",
        shopId: SHOP_ID,
        gid: "gid://shopify/Customer/9001",
        state: "ENABLED",
        versionAt: at(0),
        createdAt: at(0),
        updatedAt: at(0),
      },
    });
    await deliver(db, [account(9001, "ada@example.com", 5, { state: "enabled" })]);
    expect(await created()).toEqual([]);
  });
});

describe("after a history was loaded past the batches", () => {
  test("guests belong to whoever has their address, merged names to the kept customer, and twice changes nothing", async () => {
    await deliver(db, [account(9001, "ada@example.com", 0), account(9002, "king@example.com", 0)]);
    const at0 = new Date(at(0));
    await givenOrder(db, { legacyId: 1, email: "ada@example.com", placedAt: at0 });
    await givenOrder(db, { legacyId: 2, email: "nobody@example.com", placedAt: at0 });
    await givenOrder(db, { legacyId: 3, email: "ada@example.com", customerId: "s1_9002", placedAt: at0 });
    await givenCheckout(db, { legacyId: 4, token: "t4", email: null, phone: "+48600100200" });
    await deliver(db, [account(9001, "ada@example.com", 1, { phone: "+48600100200" })]);
    await db.order.updateMany({ where: { shopId: SHOP_ID, id: "s1_1" }, data: { customerId: null } });
    await settleLoaded(db, { shopId: SHOP_ID });
    const expected = { s1_1: "s1_9001", s1_2: null, s1_3: "s1_9002", s1_t4: "s1_9001" };
    expect(await owners()).toEqual(expected);
    await settleLoaded(db, { shopId: SHOP_ID });
    expect(await owners()).toEqual(expected);
    await deliver(db, [merge(5)]);
    await givenOrder(db, { legacyId: 5, customerId: "s1_9001", placedAt: at0 });
    await settleLoaded(db, { shopId: SHOP_ID });
    expect(new Set(Object.values(await owners()))).toEqual(new Set(["s1_9002", null]));
    await recountAggregates(db, { shopId: SHOP_ID });
    await sound();
  });
});

describe("ownersOf", () => {
  const person = { email: "a@example.com", phone: null, deletedAt: null, mergedIntoId: null };

  test("a living customer comes before a merged one, the smaller id before the greater, whatever the order", () => {
    const merged = { ...person, id: "s1_1", deletedAt: new Date(0), mergedIntoId: "s1_9" };
    const people = [merged, { ...person, id: "s1_3" }, { ...person, id: "s1_2" }];
    expect(ownersOf(people)).toEqual(new Map([["a@example.com", "s1_2"]]));
    expect(ownersOf([...people].reverse())).toEqual(ownersOf(people));
    expect(ownersOf([merged])).toEqual(new Map([["a@example.com", "s1_9"]]));
  });

  test("a deleted customer has no address", () => {
    expect(ownersOf([{ ...person, id: "s1_1", deletedAt: new Date(0) }])).toEqual(new Map());
  });
});

function merge(minute: number): Webhook {
  return {
    topic: "customers/merge",
    body: {
      admin_graphql_api_customer_kept_id: "gid://shopify/Customer/9002",
      admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/9001",
      status: "completed",
    },
    at: at(minute),
  };
}

const STORY: Webhook[] = [
  guestOrder(7001, "ada@example.com", 0),
  guestCheckout(1, { email: "ada@example.com" }, 1),
  guestCheckout(2, { phone: "+48600100200" }, 1),
  account(9001, "ada@example.com", 2, { phone: "+48600100200", created_at: at(2) }),
  guestOrder(7002, "king@example.com", 3),
  guestOrder(7001, "ada@example.com", 4, { tags: "gift" }),
  account(9002, "king@example.com", 5, { created_at: at(5) }),
  guestOrder(7003, "new@example.com", 6),
  account(9001, "new@example.com", 7, { phone: "+48600100200", created_at: at(2) }),
  guestOrder(7004, "king@example.com", 8, { customer: { id: 9003 } }),
  account(9003, "ada@example.com", 9, { state: "enabled", created_at: at(9) }),
  guestOrder(7005, "new@example.com", 10),
  merge(11),
  guestOrder(7006, "new@example.com", 12, { cancelled_at: at(12) }),
];

async function endOf(batches: readonly (readonly Webhook[])[]) {
  await empty();
  for (const batch of batches) await deliver(db, batch);
  await sound();
  const facts = await db.domainEvent.findMany({
    where: {
      shopId: SHOP_ID,
      OR: [
        { sourceKey: { startsWith: "order.p" } },
        { type: "checkout.started" },
        { type: "customer.account-created" },
      ],
    },
    orderBy: { sourceKey: "asc" },
  });
  return {
    owners: await owners(),
    stats: await db.customerStats.findMany({ orderBy: { customerId: "asc" } }),
    months: await db.customerMonth.findMany({ orderBy: [{ customerId: "asc" }, { month: "asc" }] }),
    days: await db.dayStats.findMany({ orderBy: { day: "asc" } }),
    facts: facts.map(({ sourceKey, customerId, payloadJson }) => ({ sourceKey, customerId, payloadJson })),
  };
}

test("whatever order guests, accounts and merges come in, and however often, everything ends with the same people", async () => {
  const expected = await endOf(STORY.map((webhook) => [webhook]));
  expect(expected.owners).toEqual({
    s1_1: "s1_9003",
    s1_2: "s1_9002",
    s1_7001: "s1_9003",
    s1_7002: "s1_9002",
    s1_7003: "s1_9002",
    s1_7004: "s1_9003",
    s1_7005: "s1_9002",
    s1_7006: "s1_9002",
  });
  const arrivals = fc.tuple(
    fc.shuffledSubarray([...STORY, ...STORY], { minLength: STORY.length * 2 }),
    fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 28, maxLength: 28 }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ([shuffled, sizes]) => {
      const rest = [...shuffled];
      const batches = sizes.map((size) => rest.splice(0, size)).filter((batch) => batch.length > 0);
      expect(await endOf(batches)).toEqual(expected);
    }),
    { numRuns: 30 },
  );
}, 120_000);
