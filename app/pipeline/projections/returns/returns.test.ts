import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { deliver, orderPayload, type Payload, type Webhook } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const at = (minute: number) => `2026-03-10T11:${String(minute).padStart(2, "0")}:00Z`;
const GID = "gid://shopify/Return/6001";
const line = (id: number, quantity: number): Payload => ({
  id,
  admin_graphql_api_id: `gid://shopify/ReturnLineItem/${id}`,
  fulfillment_line_item: {
    id: 1,
    line_item: { id: 70010, admin_graphql_api_id: "gid://shopify/LineItem/70010" },
  },
  quantity,
  return_reason: "size_too_small",
  return_reason_note: "too small for my sister Eve",
  customer_note: "too small for my sister Eve",
});

const whole = (topic: string, minute: number, over: Payload): Webhook => ({
  topic,
  body: {
    id: 6001,
    admin_graphql_api_id: GID,
    order: { id: 7001, admin_graphql_api_id: "gid://shopify/Order/7001" },
    total_return_line_items: 1,
    name: "#1001-R1",
    return_line_items: [line(61, 2)],
    ...over,
  },
  at: at(minute),
});
const requested = whole("returns/request", 1, { status: "requested" });
const approved = whole("returns/approve", 2, { status: "open" });
const notice = (topic: string, status: string, minute: number, over: Payload = {}): Webhook => ({
  topic,
  body: { id: 6001, admin_graphql_api_id: GID, order_id: 7001, status, ...over },
  at: at(minute),
});
const takenOut = (minute: number, delta: number): Webhook => ({
  topic: "returns/update",
  body: {
    admin_graphql_api_id: GID,
    return_line_items: {
      removals: [{ admin_graphql_api_id: "gid://shopify/ReturnLineItem/61", delta }],
    },
  },
  at: at(minute),
});

const stored = () => db.return.findFirstOrThrow({ include: { lines: true } });
const told = async () =>
  (
    await db.domainEvent.findMany({
      where: { type: { startsWith: "return." } },
      orderBy: { sourceKey: "asc" },
    })
  ).map(({ type, customerId, payloadJson }) => ({
    type,
    customerId,
    payload: JSON.parse(payloadJson) as unknown,
  }));

describe("a return", () => {
  test("that is requested is kept with its lines, and told of the order's customer", async () => {
    await deliver(db, [{ topic: "orders/create", body: orderPayload(), at: at(0) }, requested]);
    expect(await stored()).toMatchObject({
      id: `${SHOP_ID}_6001`,
      orderId: `${SHOP_ID}_7001`,
      name: "#1001-R1",
      status: "REQUESTED",
      lines: [{ orderLineId: `${SHOP_ID}_70010`, quantity: 2, reason: "SIZE_TOO_SMALL" }],
    });
    expect(await told()).toEqual([
      {
        type: "return.requested",
        customerId: `${SHOP_ID}_9001`,
        payload: { returnId: `${SHOP_ID}_6001`, orderId: `${SHOP_ID}_7001`, customerId: `${SHOP_ID}_9001` },
      },
    ]);
  });

  test("keeps nothing that a shopper wrote", async () => {
    await deliver(db, [requested]);
    const [returns, lines, events] = [
      await db.return.findMany(),
      await db.returnLine.findMany(),
      await db.domainEvent.findMany(),
    ];
    expect(JSON.stringify([returns, lines, events])).not.toContain("Eve");
  });

  test("goes from open to closed and back, each told once", async () => {
    const history = [
      requested,
      approved,
      notice("returns/close", "closed", 3),
      notice("returns/reopen", "open", 4),
      notice("returns/cancel", "canceled", 5),
    ];
    for (const webhook of [...history, ...history]) await deliver(db, [webhook]);
    expect(await stored()).toMatchObject({ status: "CANCELED" });
    expect((await told()).map(({ payload }) => (payload as Payload)["status"])).toEqual([
      "OPEN",
      "CLOSED",
      "OPEN",
      "CANCELED",
      undefined,
    ]);
  });

  test("that is declined keeps the reason, and its order from the request", async () => {
    const declined: Webhook = {
      topic: "returns/decline",
      body: {
        id: 6001,
        admin_graphql_api_id: GID,
        status: "declined",
        decline: { reason: "return_period_ended", note: "As discussed" },
      },
      at: at(2),
    };
    await deliver(db, [{ topic: "orders/create", body: orderPayload(), at: at(0) }]);
    await deliver(db, [requested]);
    await deliver(db, [declined]);
    expect(await stored()).toMatchObject({
      status: "DECLINED",
      declineReason: "RETURN_PERIOD_ENDED",
      orderId: `${SHOP_ID}_7001`,
    });
    expect((await told())[0]).toMatchObject({ type: "return.changed", customerId: `${SHOP_ID}_9001` });
  });

  test("approved in the instant it was requested is open, whichever comes first", async () => {
    const atOnce = { ...approved, at: requested.at };
    await deliver(db, [atOnce, requested]);
    expect(await stored()).toMatchObject({ status: "OPEN" });
  });

  test("of which pieces are taken out again counts each removal once, never below zero", async () => {
    await deliver(db, [approved, takenOut(3, 1), takenOut(3, 1)]);
    expect(await stored()).toMatchObject({ status: "OPEN", lines: [{ quantity: 1, listedQuantity: 2 }] });
    await deliver(db, [takenOut(4, 5)]);
    expect((await stored()).lines).toMatchObject([{ quantity: 0 }]);
  });

  test("that is not named, or of a line without a quantity, is refused with the place and the value", async () => {
    const [empty] = await deliver(db, [{ topic: "returns/process", body: {}, at: at(1) }]);
    expect(empty).toMatchObject({ kind: "dead", problem: { path: "id", value: "null" } });
    const broken = whole("returns/request", 1, { status: "requested", return_line_items: [{ id: 1 }] });
    const [outcome] = await deliver(db, [broken]);
    expect(outcome).toMatchObject({ kind: "dead", problem: { path: "return_line_items" } });
    const [misfit] = await deliver(db, [{ ...requested, topic: "refunds/create" }]);
    expect(misfit).toMatchObject({ kind: "refused" });
  });
});

test("in any order, repeated and cut into batches anyhow, notices end in the same return", async () => {
  const history = [
    requested,
    approved,
    takenOut(3, 1),
    notice("returns/close", "closed", 4),
    notice("returns/reopen", "open", 5),
  ];
  const arrivals = fc.tuple(
    fc.shuffledSubarray([...history, ...history], { minLength: history.length * 2 }),
    fc.integer({ min: 1, max: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ([shuffled, size]) => {
      await db.return.deleteMany();
      for (let from = 0; from < shuffled.length; from += size)
        await deliver(db, shuffled.slice(from, from + size));
      expect(await stored()).toMatchObject({
        status: "OPEN",
        firstSeenAt: new Date(at(1)),
        versionAt: new Date(at(5)),
        lines: [{ quantity: 1, listedQuantity: 2 }],
      });
    }),
    { numRuns: 25 },
  );
});
