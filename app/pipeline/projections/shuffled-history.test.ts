import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import {
  checkoutPayload,
  customerPayload,
  deliver,
  orderPayload,
  refundPayload,
  SHOP,
  type Webhook,
} from "../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";

import { compareAggregates } from "./aggregates/recount.server";
import { foldChange, workspaceOf } from "./batch/fold";
import { TOPICS } from "./topics";

let testDb: TestDb;
let db: RootDb;

beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterAll(() => testDb.close());

const minute = (count: number) => new Date(Date.UTC(2026, 2, 1, 10, count));
/** As webhooks write it: whole seconds, with an offset. */
const stamp = (count: number) => minute(count).toISOString().replace(".000Z", "+00:00");
const at = (count: number) => minute(count).toISOString();
const refund = (id: number, count: number) =>
  refundPayload({
    id,
    processed_at: stamp(count),
    transactions: [{ kind: "refund", status: "success", amount: "20.00", currency: "EUR" }],
  });
const order = (count: number, over: Record<string, unknown>) =>
  orderPayload({ updated_at: stamp(count), ...over });
const tags = (topic: string, names: string[], count: number): Webhook => ({
  topic,
  body: { customerId: "gid://shopify/Customer/9001", tags: names, occurredAt: at(count) },
  at: at(count),
});
const consent = (state: string, count: number): Webhook => ({
  topic: "customers_email_marketing_consent/update",
  body: {
    customer_id: 9001,
    email_marketing_consent: { state, opt_in_level: null, consent_updated_at: null },
  },
  at: at(count),
});

/** A shopper's two months: two orders, two refunds, a deleted order, a left and a completed checkout, tags, consent. */
const HISTORY: Webhook[] = [
  { topic: "customers/create", body: customerPayload({ updated_at: stamp(0) }), at: at(0) },
  consent("subscribed", 1),
  { topic: "checkouts/create", body: checkoutPayload({ email: null, updated_at: stamp(2) }), at: at(2) },
  { topic: "checkouts/update", body: checkoutPayload({ updated_at: stamp(3) }), at: at(3) },
  {
    topic: "checkouts/update",
    body: checkoutPayload({ updated_at: stamp(4), completed_at: stamp(4) }),
    at: at(4),
  },
  {
    topic: "orders/create",
    body: order(4, { financial_status: "pending", total_outstanding: "50.00" }),
    at: at(4),
  },
  { topic: "orders/paid", body: order(5, {}), at: at(5) },
  { topic: "orders/updated", body: order(5, {}), at: at(5) },
  tags("customer.tags_added", ["VIP", "tea"], 6),
  { topic: "refunds/create", body: refund(8001, 7), at: at(7) },
  {
    topic: "orders/updated",
    body: order(7, {
      financial_status: "partially_refunded",
      current_total_price: "30.00",
      refunds: [refund(8001, 7)],
    }),
    at: at(7),
  },
  tags("customer.tags_removed", ["vip"], 8),
  { topic: "refunds/create", body: refund(8002, 9), at: at(9) },
  {
    topic: "customers/update",
    body: customerPayload({ last_name: "King", updated_at: stamp(10) }),
    at: at(10),
  },
  {
    topic: "orders/create",
    body: order(11, { id: 7002, processed_at: "2026-04-30T23:30:00+02:00", checkout_token: null }),
    at: at(11),
  },
  {
    topic: "orders/cancelled",
    body: order(12, {
      id: 7002,
      processed_at: "2026-04-30T23:30:00+02:00",
      checkout_token: null,
      cancelled_at: stamp(12),
    }),
    at: at(12),
  },
  {
    topic: "orders/create",
    body: order(13, { id: 7003, customer: null, email: "guest@example.com" }),
    at: at(13),
  },
  { topic: "orders/delete", body: { id: 7003 }, at: at(14) },
  {
    topic: "checkouts/create",
    body: checkoutPayload({
      token: "checkout-2",
      name: "#3002",
      cart_token: "cart-2",
      abandoned_checkout_url: "https://x.example/2",
      updated_at: stamp(15),
    }),
    at: at(15),
  },
  consent("unsubscribed", 16),
  tags("customer.tags_added", ["vip"], 17),
];

/** Facts that every order of arrival must tell; changes in between depend on what was seen. */
const CERTAIN =
  /^(order\.(placed|paid|refunded|cancelled|deleted)|customer\.created|checkout\.(started|completed)):/;

const shuffledHistory = fc.shuffledSubarray([...HISTORY, ...HISTORY], { minLength: HISTORY.length * 2 });

/** The rows after webhooks worked through in memory, one by one. */
function fold(webhooks: readonly Webhook[]): unknown {
  const now = new Date("2026-11-22T12:00:00Z");
  const workspace = workspaceOf({
    shop: SHOP,
    now,
    customers: new Map(),
    orders: new Map(),
    checkouts: [],
    products: new Map(),
  });
  const facts = new Set<string>();
  for (const { topic, body, at: triggered } of webhooks) {
    const input = {
      body,
      shop: SHOP,
      triggeredAt: new Date(triggered),
      idOf: (legacyId: string) => `s1_${legacyId}`,
    };
    for (const change of TOPICS[topic]?.map(input) ?? []) {
      if (change.resource === "refetch") continue;
      for (const { sourceKey } of foldChange(workspace, change).events)
        if (CERTAIN.test(sourceKey)) facts.add(sourceKey);
    }
  }
  const byId = <Row extends { id: string }>(rows: Row[]) => rows.sort((a, b) => a.id.localeCompare(b.id));
  return {
    customers: byId(
      [...workspace.customers.values()].map(({ row, tags: shown }) => ({
        ...row,
        tags: [...shown.keys()].sort(),
      })),
    ),
    orders: byId(
      [...workspace.orders.values()].map(({ row, lines, refunds }) => ({
        ...row,
        lines,
        refunds: byId([...refunds.values()]),
      })),
    ),
    checkouts: byId([...workspace.checkouts.all].map(({ row, lines }) => ({ ...row, lines }))),
    facts: [...facts].sort(),
  };
}

test("shuffled and repeated, a history ends in the rows and facts of its true order", () => {
  const expected = fold(HISTORY);
  fc.assert(
    fc.property(shuffledHistory, (shuffled) => {
      expect(fold(shuffled)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

async function run(batches: readonly (readonly Webhook[])[]): Promise<unknown> {
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
  for (const batch of batches) await deliver(db, batch);
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  const customers = await db.customer.findMany({
    include: { tags: { orderBy: { tagKey: "asc" } } },
    orderBy: { id: "asc" },
  });
  return {
    customers: customers.map((row) => ({
      ...row,
      createdAt: null,
      updatedAt: null,
      tags: row.tags.map(({ tagKey }) => tagKey),
    })),
    orders: await db.order.findMany({
      orderBy: { id: "asc" },
      include: { lines: true, discounts: true, refunds: { orderBy: { id: "asc" } } },
    }),
    checkouts: await db.checkout.findMany({ orderBy: { id: "asc" }, include: { lines: true } }),
    stats: await db.customerStats.findMany({ orderBy: { customerId: "asc" } }),
    months: await db.customerMonth.findMany({ orderBy: [{ customerId: "asc" }, { month: "asc" }] }),
    days: await db.dayStats.findMany({ orderBy: { day: "asc" } }),
    facts: (await db.domainEvent.findMany({ orderBy: { sourceKey: "asc" } }))
      .map(({ sourceKey }) => sourceKey)
      .filter((key) => CERTAIN.test(key)),
  };
}

test("cut into batches anyhow it does so in the database too, aggregates included", async () => {
  const expected = await run(HISTORY.map((webhook) => [webhook]));
  expect(expected).toMatchObject({
    customers: [{ lastName: "King", emailConsentState: "UNSUBSCRIBED", tags: ["tea", "vip"] }],
    stats: [{ orderCount: 1, netMinor: 1_000n }],
  });
  const arrivals = fc.tuple(
    shuffledHistory,
    fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 45, maxLength: 45 }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ([shuffled, sizes]) => {
      const rest = [...shuffled];
      const batches = sizes.map((size) => rest.splice(0, size)).filter((batch) => batch.length > 0);
      expect(await run(batches)).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});
