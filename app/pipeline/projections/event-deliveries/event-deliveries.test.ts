import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import {
  customerPayload,
  deliver,
  type Payload,
  productPayload,
  type Webhook,
} from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const at = "2026-03-02T10:00:00Z";

function event(topic: "Customer" | "Order" | "Product", action: string, over: Payload = {}): Webhook {
  const name = topic.toLowerCase();
  const gid = `gid://shopify/${topic}/9001`;
  const body = {
    topic,
    action,
    handle: `${name}-sync`,
    fields_changed: { added: [], updated: [`${name}[id: '${gid}'].note`], removed: [] },
    query_variables: { [`${name}Id`]: gid },
    ...over,
  };
  return { topic: `${topic}/${action}`, body, at };
}

const customer = {
  id: "gid://shopify/Customer/9001",
  createdAt: "2026-02-01T09:00:00Z",
  updatedAt: "2026-03-02T09:59:58Z",
  firstName: "Ada",
  tags: ["VIP"],
  numberOfOrders: "3",
  amountSpent: { amount: "150.0", currencyCode: "EUR" },
};
const variant = { id: "gid://shopify/ProductVariant/601", title: "250 g", price: "20.00" };
const product = (hasNextPage: boolean) => ({
  id: "gid://shopify/Product/9001",
  title: "Morning blend",
  updatedAt: "2026-03-02T09:59:58Z",
  variants: { nodes: [variant], pageInfo: { hasNextPage } },
});

const wishes = () => db.refetchRequest.findMany({ select: { shopId: true, resource: true, gid: true } });

describe("a delivery of the Events family", () => {
  test("whose data has the whole record is projected from it", async () => {
    expect(await deliver(db, [event("Customer", "update", { data: { customer } })])).toEqual([
      { kind: "projected" },
    ]);
    expect(await db.customer.findFirstOrThrow({ include: { tags: true } })).toMatchObject({
      id: `${SHOP_ID}_9001`,
      firstName: "Ada",
      tags: [{ tagKey: "vip" }],
      shopifyOrderCount: 3,
      shopifySpentMinor: 15_000n,
      shopifySpentCurrency: "EUR",
    });
    expect(await wishes()).toEqual([]);
  });

  test.each([
    ["no data", {}],
    ["data of null, as an error of the query leaves it", { data: null }],
    ["data with too few fields", { data: { customer: { id: customer.id, note: "x" } } }],
    ["data of another record", { data: { customer: { ...customer, id: "gid://shopify/Customer/1" } } }],
  ])("with %s has the record read again", async (_, over) => {
    const delivery = event("Customer", "update", over);
    expect(await deliver(db, [delivery, delivery])).toEqual([{ kind: "projected" }, { kind: "projected" }]);
    expect(await wishes()).toEqual([{ shopId: SHOP_ID, resource: "customers", gid: customer.id }]);
    expect(await db.customer.count()).toBe(0);
  });

  test("whose list was cut off has the record read again, so that nothing looks gone", async () => {
    await deliver(db, [event("Product", "update", { data: { product: product(true) } })]);
    expect(await db.product.count()).toBe(0);
    expect(await wishes()).toMatchObject([{ resource: "products", gid: "gid://shopify/Product/9001" }]);
    await deliver(db, [event("Product", "update", { data: { product: product(false) } })]);
    expect(await db.variant.count()).toBe(1);
  });

  test("of an order leads to a refetch of it", async () => {
    await deliver(db, [event("Order", "create")]);
    expect(await wishes()).toMatchObject([{ resource: "orders", gid: "gid://shopify/Order/9001" }]);
  });

  test.each([
    ["Customer", { topic: "customers/create", body: customerPayload(), at: "2026-02-01T09:00:00Z" }],
    ["Product", { topic: "products/create", body: productPayload({ id: 9001 }), at: "2026-02-01T09:00:00Z" }],
  ] as const)("that a %s was deleted deletes it, twice too", async (topic, created) => {
    await deliver(db, [created]);
    const gone = event(topic, "delete");
    await deliver(db, [gone]);
    await deliver(db, [gone]);
    const row =
      topic === "Customer" ? await db.customer.findFirstOrThrow() : await db.product.findFirstOrThrow();
    expect(row.deletedAt).toEqual(new Date(at));
    expect(await db.domainEvent.count({ where: { type: `${topic.toLowerCase()}.deleted` } })).toBe(1);
  });

  test("older than what is stored is ignored", async () => {
    const newer = { ...customer, updatedAt: "2026-03-03T10:00:00Z", firstName: "Augusta" };
    await deliver(db, [
      { ...event("Customer", "update", { data: { customer: newer } }), at: "2026-03-03T10:00:01Z" },
    ]);
    expect(await deliver(db, [event("Customer", "update", { data: { customer } })])).toEqual([
      { kind: "ignored", reason: "older-version" },
    ]);
  });
});

describe("what does not fit is refused or dead, with the place and the value", () => {
  test("a body under the header of another resource or action", async () => {
    for (const topic of ["Order/update", "Customer/delete", "customers/update"]) {
      const [outcome] = await deliver(db, [{ ...event("Customer", "update"), topic }]);
      expect(outcome).toMatchObject({ kind: "refused", problem: { path: "$" } });
    }
  });

  test("a classic body under the header of the Events family", async () => {
    const [outcome] = await deliver(db, [{ topic: "Customer/update", body: customerPayload(), at }]);
    expect(outcome).toMatchObject({ kind: "refused" });
  });

  test("a body that does not name its record", async () => {
    const [outcome] = await deliver(db, [
      event("Customer", "update", { query_variables: { customerId: 5 } }),
    ]);
    expect(outcome).toMatchObject({
      kind: "dead",
      problem: { path: "query_variables.customerId", value: "5" },
    });
  });

  test("a resource that nobody projects is ignored", async () => {
    const [outcome] = await deliver(db, [{ topic: "Collection/update", body: {}, at }]);
    expect(outcome).toEqual({ kind: "ignored", reason: "unknown-topic" });
  });
});
