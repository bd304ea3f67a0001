import { afterEach, beforeEach, expect, test } from "vitest";

import type { EventType } from "~/pipeline/events/catalogue";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { deliver, orderPayload } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { countOrderFacts, listOrderFacts } from "./queries.server";

const ALL: EventType[] = ["order.placed", "order.paid", "order.refunded", "order.cancelled", "order.changed"];

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  await givenShop(testDb.db, { id: "s2", domain: "other.myshopify.com" });
  await givenCustomer(testDb.db, { legacyId: 9_001 });
});
afterEach(() => testDb.close());

const mine = { shopId: SHOP_ID, customerId: "s1_9001" };
const list = (types = ALL, limit = 50) => listOrderFacts(testDb.db, { ...mine, types, limit });
const told = async (types?: EventType[], limit?: number) =>
  (await list(types, limit)).map(({ type, subjectId, occurredAt }) => [
    type,
    subjectId,
    occurredAt.toISOString(),
  ]);

function givenOld(legacyId: number, placedAt: string, over: Partial<Parameters<typeof givenOrder>[1]> = {}) {
  return givenOrder(testDb.db, { legacyId, placedAt, customerId: mine.customerId, ...over });
}

test("an order from before the app was there has been placed, paid, refunded and cancelled", async () => {
  const order = await givenOld(1, "2025-01-01T12:00:00Z", { cancelledAt: "2025-01-03T12:00:00Z" });
  await testDb.db.refund.create({
    data: {
      id: "s1_8",
      shopId: SHOP_ID,
      orderId: order.id,
      gid: "g",
      amountMinor: 500,
      refundedAt: "2025-01-02T12:00:00Z",
    },
  });
  expect(await told()).toEqual([
    ["order.cancelled", "s1_1", "2025-01-03T12:00:00.000Z"],
    ["order.refunded", "s1_1", "2025-01-02T12:00:00.000Z"],
    ["order.placed", "s1_1", "2025-01-01T12:00:00.000Z"],
    ["order.paid", "s1_1", "2025-01-01T12:00:00.000Z"],
  ]);
  expect((await list())[1]?.payload).toMatchObject({ refundedMinor: 500, currencyCode: "EUR" });
  expect(await countOrderFacts(testDb.db, { ...mine, types: ALL })).toBe(4);
});

test("an order that was not paid was only placed", async () => {
  await givenOld(1, "2025-01-01T12:00:00Z", { financialStatus: "PENDING", isValid: false });
  expect(await told()).toEqual([["order.placed", "s1_1", "2025-01-01T12:00:00.000Z"]]);
});

test("an order that came live has its events, and is not told twice", async () => {
  const created = "2026-03-01T10:00:00Z";
  await deliver(testDb.db, [{ topic: "orders/create", body: orderPayload(), at: created }]);
  expect(await testDb.db.domainEvent.count({ where: { ...mine, type: "order.placed" } })).toBe(1);
  await givenOld(1, "2025-01-01T12:00:00Z");
  expect((await told()).map(([, order]) => order)).toEqual(["s1_1", "s1_1"]);
  expect(await countOrderFacts(testDb.db, { ...mine, types: ALL })).toBe(2);
});

test("only the types and as many as asked for are told, the newest first", async () => {
  for (let day = 1; day <= 5; day += 1) await givenOld(day, `2025-01-0${day}T12:00:00Z`);
  expect((await told(["order.paid"], 2)).map(([, order]) => order)).toEqual(["s1_5", "s1_4"]);
  expect(await told(["order.changed"])).toEqual([]);
  expect(await countOrderFacts(testDb.db, { ...mine, types: ["order.paid", "order.changed"] })).toBe(5);
});

test("an old order that was refunded lately is not missed among many newer ones", async () => {
  const old = await givenOld(1, "2024-01-01T12:00:00Z");
  for (let day = 1; day <= 5; day += 1) await givenOld(10 + day, `2025-01-0${day}T12:00:00Z`);
  await testDb.db.refund.create({
    data: {
      id: "s1_8",
      shopId: SHOP_ID,
      orderId: old.id,
      gid: "g",
      amountMinor: 500,
      refundedAt: "2025-02-01T12:00:00Z",
    },
  });
  expect((await told(ALL, 1))[0]?.[0]).toBe("order.refunded");
});

test("another shop and another customer have nothing of it", async () => {
  await givenOld(1, "2025-01-01T12:00:00Z");
  const asked = { types: ALL, limit: 5 };
  expect(await listOrderFacts(testDb.db, { ...asked, shopId: "s2", customerId: mine.customerId })).toEqual(
    [],
  );
  expect(await listOrderFacts(testDb.db, { ...asked, shopId: SHOP_ID, customerId: "s1_1" })).toEqual([]);
});

test("what was told of an order is told of the customer whom the store names later, and of nobody else", async () => {
  const minute = (count: number) =>
    new Date(Date.parse("2026-03-01T11:00:00Z") + count * 60_000).toISOString();
  const tell = (customer: { id: number } | null, count: number, topic = "orders/updated") => {
    const body = orderPayload({ id: 7, email: null, customer, updated_at: minute(count) });
    return deliver(testDb.db, [{ topic, body, at: minute(count) }]);
  };
  const toldOf = async (customerId: string) => {
    const asked = { shopId: SHOP_ID, customerId, types: ALL };
    const events = await testDb.db.domainEvent.findMany({
      where: { shopId: SHOP_ID, customerId },
      orderBy: { sourceKey: "asc" },
    });
    const named = events.map(
      ({ payloadJson }) => (JSON.parse(payloadJson) as { customerId: string }).customerId,
    );
    expect(named).toEqual(events.map(() => customerId));
    const old = await listOrderFacts(testDb.db, { ...asked, limit: 50 });
    expect(await countOrderFacts(testDb.db, asked)).toBe(old.length);
    return events.map(({ type }) => type).filter((type) => type !== "order.changed");
  };
  await tell(null, 1, "orders/create");
  await tell({ id: 9_002 }, 2);
  expect(await toldOf("s1_9002")).toEqual(["order.paid", "order.placed"]);
  await tell({ id: 9_003 }, 3);
  expect(await toldOf("s1_9003")).toEqual(["order.paid", "order.placed"]);
  expect(await toldOf("s1_9002")).toEqual([]);
});
