import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import {
  deliver,
  orderPayload,
  type Payload,
  refundPayload,
  type Webhook,
} from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { compareAggregates } from "../aggregates/recount.server";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const at = (minute: number) => `2026-03-01T11:${String(minute).padStart(2, "0")}:00Z`;

/** order_transactions/create: a sale of 50.00. */
function payment(minute: number, over: Payload = {}): Webhook {
  const body = {
    id: 5001,
    order_id: 7001,
    admin_graphql_api_id: `gid://shopify/OrderTransaction/${String(over["id"] ?? 5001)}`,
    kind: "sale",
    status: "success",
    gateway: "manual",
    amount: "50.00",
    currency: "EUR",
    parent_id: null,
    created_at: at(minute),
    processed_at: at(minute),
    ...over,
  };
  return { topic: "order_transactions/create", body, at: at(minute) };
}

function order(topic: string, minute: number, over: Payload = {}): Webhook {
  return { topic, body: orderPayload({ updated_at: at(minute), ...over }), at: at(minute) };
}

const PENDING = { financial_status: "pending", total_outstanding: "50.00" };
const placed = order("orders/create", 0, PENDING);
const paid = order("orders/paid", 5);

async function figures() {
  const { financialStatus, receivedMinor, netMinor, isValid } = await db.order.findFirstOrThrow();
  return { financialStatus, received: Number(receivedMinor), net: Number(netMinor), isValid };
}
const paidEvents = () => db.domainEvent.count({ where: { shopId: SHOP_ID, type: "order.paid" } });

const WHOLE = { financialStatus: "PAID", received: 5_000, net: 5_000, isValid: true };

describe("a payment", () => {
  test("before the order's own update already makes it paid, and the update does not count it again", async () => {
    await deliver(db, [placed, payment(5)]);
    expect(await figures()).toEqual(WHOLE);
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
    await deliver(db, [paid]);
    expect(await figures()).toEqual(WHOLE);
    expect(await paidEvents()).toBe(1);
  });

  test("after the order's own update is in it already", async () => {
    await deliver(db, [placed, paid, payment(5)]);
    expect(await figures()).toEqual(WHOLE);
  });

  test("of which the order's update got lost still counts", async () => {
    await deliver(db, [placed]);
    await deliver(db, [payment(5)]);
    expect(await figures()).toEqual(WHOLE);
    expect(await paidEvents()).toBe(1);
  });

  test("of an order that nobody knows yet counts when the order comes", async () => {
    await deliver(db, [payment(5)]);
    expect(await figures()).toEqual({ financialStatus: null, received: 0, net: 0, isValid: false });
    await deliver(db, [placed]);
    expect(await figures()).toEqual(WHOLE);
  });

  test("twice, under another delivery too, counts once", async () => {
    await deliver(db, [placed, payment(5, { amount: "20.00" })]);
    expect(await deliver(db, [payment(5, { amount: "20.00" })])).toEqual([
      { kind: "ignored", reason: "older-version" },
    ]);
    expect(await figures()).toMatchObject({ financialStatus: "PARTIALLY_PAID", received: 2_000 });
    expect(await db.orderTransaction.count()).toBe(1);
  });

  test("in parts adds up, and never past the total", async () => {
    await deliver(db, [placed, payment(5, { amount: "20.00" }), payment(6, { id: 5002, amount: "29.99" })]);
    expect(await figures()).toMatchObject({ financialStatus: "PARTIALLY_PAID", received: 4_999 });
    await deliver(db, [payment(7, { id: 5003, amount: "0.02" })]);
    expect(await figures()).toEqual(WHOLE);
  });

  test("of the same second as the order's state is taken to be in it", async () => {
    await deliver(db, [placed, payment(0)]);
    expect(await figures()).toMatchObject({ financialStatus: "PENDING", received: 0 });
  });

  test("of an order that is paid, voided or refunded changes nothing", async () => {
    for (const status of ["paid", "voided", "refunded"]) {
      const id = 7100 + status.length;
      await deliver(db, [order("orders/create", 0, { id, financial_status: status })]);
      const before = await db.order.findFirstOrThrow({ where: { gid: `gid://shopify/Order/${id}` } });
      await deliver(db, [payment(5, { id, order_id: id })]);
      expect(await db.order.findFirstOrThrow({ where: { id: before.id } })).toEqual(before);
    }
  });

  test.each([
    ["authorization", "success"],
    ["void", "success"],
    ["sale", "failure"],
    ["capture", "pending"],
    ["refund", "success"],
  ])("of kind %s and status %s is kept and brings nothing in", async (kind, status) => {
    await deliver(db, [placed, payment(5, { kind, status })]);
    expect(await figures()).toMatchObject({ financialStatus: "PENDING", received: 0 });
    expect(await db.orderTransaction.findFirstOrThrow()).toMatchObject({
      kind: kind.toUpperCase(),
      status: status.toUpperCase(),
    });
  });

  test("that was pending counts once it succeeds, whichever account of it comes first", async () => {
    const pending = payment(4, { status: "pending", processed_at: at(5) });
    await deliver(db, [placed, payment(5), pending]);
    expect(await figures()).toEqual(WHOLE);
    expect(await db.orderTransaction.findFirstOrThrow()).toMatchObject({ status: "SUCCESS" });
  });

  test("and a refund leave what remains", async () => {
    const refund: Webhook = { topic: "refunds/create", body: refundPayload(), at: "2026-03-05T08:00:00Z" };
    await deliver(db, [placed, refund, payment(5)]);
    expect(await figures()).toEqual({ ...WHOLE, net: 3_000 });
  });
});

describe("a payment in another currency", () => {
  const dollars = { currency: "USD", amount: "55.00" };

  test("counts at the rate that it tells", async () => {
    const side = (amount: string, currency: string) => ({ amount, currency });
    const unsettled = { presentment_money: side("11.00", "USD"), shop_money: side("10.00", "EUR") };
    await deliver(db, [placed, payment(5, { ...dollars, total_unsettled_set: unsettled })]);
    expect(await figures()).toEqual(WHOLE);
  });

  test("of unknown rate is kept, and the order is read again", async () => {
    await deliver(db, [placed, payment(5, dollars)]);
    expect(await figures()).toMatchObject({ received: 0 });
    expect(await db.orderTransaction.findFirstOrThrow()).toMatchObject({
      amountMinor: 5_500n,
      currencyCode: "USD",
      shopAmountMinor: null,
    });
    expect(await db.refetchRequest.findMany()).toMatchObject([
      { shopId: SHOP_ID, resource: "orders", gid: "gid://shopify/Order/7001" },
    ]);
  });
});

test.each([
  ["paid", [placed, paid]],
  ["unknown", []],
])("a payment of unknown rate of an order that is %s is no reason to read it again", async (_, before) => {
  await deliver(db, [...before, payment(5, { currency: "USD", amount: "55.00" })]);
  expect(await db.refetchRequest.count()).toBe(0);
});

test("a partial payload that says nothing of payment leaves what was received", async () => {
  const partial: Webhook = {
    topic: "orders/updated",
    body: { id: 7001, updated_at: at(9), tags: "gift", line_items: [], order_number: 1 },
    at: at(9),
  };
  await deliver(db, [placed, payment(5), partial]);
  expect(await figures()).toEqual(WHOLE);
  await deliver(db, [payment(6, { id: 5009, amount: "1.00", status: "failure" })]);
  expect(await figures()).toEqual(WHOLE);
});

test("a payment that is not understood tells the place and the value", async () => {
  const webhook = payment(5, { amount: "fifty" });
  expect(await deliver(db, [webhook])).toMatchObject([
    { kind: "dead", problem: { path: "amount", value: '"fifty"' } },
  ]);
});

test("in any order, repeated and cut into batches anyhow, payments end in the figures of their true order", async () => {
  const history: Webhook[] = [
    placed,
    payment(3, { amount: "20.00" }),
    order("orders/updated", 3, { financial_status: "partially_paid", total_outstanding: "30.00" }),
    payment(5, { id: 5002, amount: "25.00" }),
    payment(6, { id: 5003, amount: "5.00", status: "failure" }),
    payment(8, { id: 5004, amount: "5.00" }),
  ];
  const arrivals = fc.tuple(
    fc.shuffledSubarray([...history, ...history], { minLength: history.length * 2 }),
    fc.integer({ min: 1, max: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ([shuffled, size]) => {
      await db.order.deleteMany();
      await db.orderTransaction.deleteMany();
      await db.domainEvent.deleteMany();
      for (let from = 0; from < shuffled.length; from += size)
        await deliver(db, shuffled.slice(from, from + size));
      expect(await figures()).toEqual(WHOLE);
      expect(await paidEvents()).toBe(1);
    }),
    { numRuns: 25 },
  );
});
