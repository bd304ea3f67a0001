import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop } from "../../../tests/support/factories";
import {
  checkoutPayload,
  customerPayload,
  deliver,
  orderPayload,
  refundPayload,
  type Webhook,
} from "../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";

import { registerTopic } from "./registry.server";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const at = "2026-03-01T11:00:00Z";
const one = async (topic: string, body: Webhook["body"]) => (await deliver(db, [{ topic, body, at }]))[0];

describe("a batch", () => {
  test("answers in its order, and a bad delivery harms no other", async () => {
    const outcomes = await deliver(db, [
      { topic: "orders/create", body: "{", at },
      { topic: "orders/create", body: orderPayload(), at },
      { topic: "themes/update", body: {}, at },
      { topic: "refunds/create", body: orderPayload(), at },
      { topic: "refunds/create", body: refundPayload(), at },
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      "dead",
      "projected",
      "ignored",
      "refused",
      "projected",
    ]);
    expect(await db.order.count()).toBe(1);
  });

  test("of nothing does nothing", async () => {
    expect(await deliver(db, [])).toEqual([]);
  });

  test("at once ends like one by one", async () => {
    const history: Webhook[] = [
      { topic: "checkouts/create", body: checkoutPayload(), at: "2026-03-01T10:00:00Z" },
      { topic: "orders/create", body: orderPayload(), at },
      { topic: "customers/update", body: customerPayload(), at },
      { topic: "refunds/create", body: refundPayload(), at: "2026-03-05T08:00:00Z" },
    ];
    await deliver(db, history);
    const together = await snapshot(db);
    for (const table of [
      "Customer",
      "Order",
      "Checkout",
      "DomainEvent",
      "CustomerStats",
      "CustomerMonth",
      "CohortMonth",
      "DayStats",
    ]) {
      await db.$executeRawUnsafe(`DELETE FROM "${table}"`);
    }
    for (const webhook of history) await deliver(db, [webhook]);
    expect(await snapshot(db)).toEqual(together);
  });
});

describe("what is dead tells the place and the value", () => {
  test.each([
    ["no JSON", "orders/create", "<html>", "$"],
    ["an array", "orders/create", "[]", "$"],
    ["null", "customers/update", "null", "$"],
    ["an id that is no number", "orders/create", { id: "not-a-number", email: 5, line_items: null }, "id"],
    ["an amount that is none", "orders/create", orderPayload({ total_price: "12,50" }), "total_price"],
    [
      "an amount inside a line",
      "orders/create",
      orderPayload({ line_items: [{ id: 1, quantity: 1, price: {} }] }),
      "line_items.0.price",
    ],
    ["a time that is none", "orders/updated", orderPayload({ updated_at: "yesterday" }), "updated_at"],
    ["a checkout without a token", "checkouts/create", checkoutPayload({ token: "" }), "token"],
    [
      "an amount past what is exact",
      "orders/create",
      orderPayload({ total_price: "99999999999999.00" }),
      "total_price",
    ],
  ])("%s", async (...[, topic, body, path]) => {
    const outcome = await one(topic, body);
    expect(outcome).toMatchObject({ kind: "dead", problem: { path } });
  });

  test("the value is cut to 80 characters", async () => {
    const outcome = await one("orders/create", orderPayload({ updated_at: "x".repeat(500) }));
    expect(outcome?.kind === "dead" && outcome.problem.value.length).toBe(80);
  });
});

describe("what the unsigned topic does not fit is refused", () => {
  test.each([
    ["a customer as an order", "orders/create", customerPayload()],
    ["an order as a customer", "customers/update", orderPayload()],
    ["a whole order as a deleted one", "orders/delete", orderPayload()],
    ["a whole customer as a deleted one", "customers/delete", customerPayload()],
    ["a whole checkout as a deleted one", "checkouts/delete", checkoutPayload()],
    [
      "a cart as a checkout",
      "checkouts/create",
      { id: "c", token: "c", line_items: [], note: null, currency: "EUR", total: "1.00" },
    ],
    ["a body that tells nothing as a customer", "customers/update", { id: 1 }],
    ["an order of another shop", "orders/create", orderPayload({ shop_domain: "other.myshopify.com" })],
  ])("%s", async (_title, topic, body) => {
    const outcome = await one(topic, body);
    expect(["refused", "dead"]).toContain(outcome?.kind);
    expect(await db.order.count()).toBe(0);
    expect(await db.customer.count()).toBe(0);
    expect(await db.checkout.count()).toBe(0);
  });
});

describe("topics of others", () => {
  test("are handed on with the parsed body, unless it is about another shop", async () => {
    const seen: unknown[] = [];
    registerTopic("test/topic", (_tx, { delivery, body }) => {
      seen.push([delivery.deliveryId, body]);
      return Promise.resolve({ kind: "projected" });
    });
    expect(await one("test/topic", { shop_domain: "demo-shop.myshopify.com", n: 1 })).toEqual({
      kind: "projected",
    });
    expect(await one("test/topic", { shop_domain: "other.myshopify.com" })).toMatchObject({
      kind: "refused",
    });
    expect(seen).toEqual([["d0", { shop_domain: "demo-shop.myshopify.com", n: 1 }]]);
  });

  test("a topic of the projections cannot be taken over", () => {
    expect(() => registerTopic("orders/create", () => Promise.resolve({ kind: "projected" }))).toThrow(
      /belongs to the projections/,
    );
  });

  test("an unknown topic is ignored, also when it is named like a property of every object", async () => {
    expect(await one("constructor", {})).toEqual({ kind: "ignored", reason: "unknown-topic" });
    expect(await one("themes/update", {})).toEqual({ kind: "ignored", reason: "unknown-topic" });
  });
});

async function snapshot(root: RootDb): Promise<unknown> {
  return {
    customers: (await root.customer.findMany()).map((row) => ({ ...row, createdAt: null, updatedAt: null })),
    orders: await root.order.findMany({ include: { lines: true, refunds: true } }),
    checkouts: await root.checkout.findMany({ include: { lines: true } }),
    stats: await root.customerStats.findMany(),
    days: await root.dayStats.findMany(),
    events: (await root.domainEvent.findMany({ orderBy: { sourceKey: "asc" } })).map(
      ({ sourceKey }) => sourceKey,
    ),
  };
}
