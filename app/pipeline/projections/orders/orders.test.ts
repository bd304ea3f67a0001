import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import {
  deliver,
  money,
  orderPayload,
  refundPayload,
  SHOP,
  type Webhook,
} from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { compareAggregates } from "../aggregates/recount.server";
import { projectNodes } from "../nodes.server";

import { findOrderOfCheckout, findOrdersOfCustomer, listOrdersSince } from "./queries.server";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(async () => {
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  await testDb.close();
});

const ORDER = "s1_7001";
const order = () =>
  db.order.findUniqueOrThrow({
    where: { id: ORDER },
    include: { lines: true, discounts: true, refunds: true },
  });
const stats = () =>
  db.customerStats.findUnique({ where: { shopId_customerId: { shopId: SHOP_ID, customerId: "s1_9001" } } });
const keys = async () => (await db.domainEvent.findMany()).map(({ sourceKey }) => sourceKey).sort();

const created: Webhook = { topic: "orders/create", body: orderPayload(), at: "2026-03-01T11:00:00Z" };
const refunded: Webhook = { topic: "refunds/create", body: refundPayload(), at: "2026-03-05T08:00:00Z" };
const afterRefund: Webhook = {
  topic: "orders/updated",
  body: orderPayload({
    financial_status: "partially_refunded",
    current_total_price: "30.00",
    refunds: [refundPayload()],
    updated_at: "2026-03-05T09:00:00+01:00",
  }),
  at: "2026-03-05T08:00:01Z",
};

describe("an order", () => {
  test("is stored with its figures, lines, codes and day in the shop's zone", async () => {
    const body = orderPayload({
      processed_at: "2026-03-01T00:30:00+01:00",
      discount_codes: [
        { code: "WELCOME", amount: "3.00" },
        { code: "welcome ", amount: "2.00" },
      ],
      tags: "gift, b2b",
    });
    await deliver(db, [{ topic: "orders/create", body, at: "2026-02-28T23:30:00Z" }]);
    expect(await order()).toMatchObject({
      gid: "gid://shopify/Order/7001",
      customerId: "s1_9001",
      financialStatus: "PAID",
      fulfillmentStatus: "UNFULFILLED",
      totalMinor: 5_000n,
      shippingMinor: 1_000n,
      taxMinor: 935n,
      receivedMinor: 5_000n,
      netMinor: 5_000n,
      netTaxMinor: 935n,
      netShippingMinor: 1_000n,
      isValid: true,
      tagsJson: '["gift","b2b"]',
      placedAt: new Date("2026-02-28T23:30:00Z"),
      placedOn: "2026-03-01",
      placedMonth: "2026-03",
      lines: [{ id: "s1_70010", productId: "s1_501", quantity: 2, unitPriceMinor: 2_000n }],
      discounts: [{ codeKey: "welcome", amountMinor: 500n }],
    });
    expect(await stats()).toMatchObject({ orderCount: 1, netMinor: 5_000n, firstOrderMonth: "2026-03" });
  });

  test("is told as placed and paid once, however often and under whatever topics it comes", async () => {
    await deliver(db, [created, created]);
    await deliver(db, [
      { ...created, topic: "orders/paid" },
      { ...created, topic: "orders/updated" },
    ]);
    await deliver(db, [{ ...created, topic: "orders/paid" }]);
    expect(await keys()).toEqual([`order.paid:${ORDER}`, `order.placed:${ORDER}`]);
  });

  test("updated before created ends as updated", async () => {
    const updated = orderPayload({ email: "new@example.com", updated_at: "2026-03-01T12:01:00+01:00" });
    const outcomes = await deliver(db, [
      { topic: "orders/updated", body: updated, at: "2026-03-01T11:01:00Z" },
      created,
    ]);
    expect(outcomes).toEqual([{ kind: "projected" }, { kind: "ignored", reason: "older-version" }]);
    expect((await order()).email).toBe("new@example.com");
  });

  test("that waits for payment counts when it is paid", async () => {
    const pending = orderPayload({ financial_status: "pending", total_outstanding: "50.00" });
    await deliver(db, [{ topic: "orders/create", body: pending, at: "2026-03-01T11:00:00Z" }]);
    expect(await order()).toMatchObject({ isValid: false, netMinor: 0n });
    expect(await stats()).toBeNull();
    const paid = orderPayload({ updated_at: "2026-03-02T12:00:00+01:00" });
    await deliver(db, [{ topic: "orders/paid", body: paid, at: "2026-03-02T11:00:00Z" }]);
    expect(await order()).toMatchObject({ isValid: true, netMinor: 5_000n });
    expect(await keys()).toContain(`order.paid:${ORDER}`);
  });

  test("of a guest counts on its day, but has no buyer", async () => {
    await deliver(db, [{ ...created, body: orderPayload({ customer: null }) }]);
    expect(await db.dayStats.findMany()).toMatchObject([
      { day: "2026-03-01", orderCount: 1, netMinor: 5_000n, buyerCount: 0 },
    ]);
  });

  test("that is a test or cancelled counts nowhere", async () => {
    const cancelled = orderPayload({
      id: 7002,
      cancelled_at: "2026-03-01T13:00:00+01:00",
      cancel_reason: "customer",
    });
    await deliver(db, [
      { ...created, body: orderPayload({ test: true }) },
      { topic: "orders/cancelled", body: cancelled, at: "2026-03-01T12:00:00Z" },
    ]);
    expect(await db.dayStats.count()).toBe(0);
    expect(await keys()).toContain("order.cancelled:s1_7002");
  });

  test("moves its worth when its customer changes", async () => {
    await deliver(db, [created]);
    const moved = orderPayload({ customer: { id: 9002 }, updated_at: "2026-03-02T12:00:00+01:00" });
    await deliver(db, [{ topic: "orders/updated", body: moved, at: "2026-03-02T11:00:00Z" }]);
    expect(await stats()).toBeNull();
    expect(await db.customerStats.findMany()).toMatchObject([{ customerId: "s1_9002", orderCount: 1 }]);
  });

  test("of which only some fields come adds to what is known, or waits for the rest", async () => {
    const part = {
      admin_graphql_api_id: "gid://shopify/Order/7001",
      financial_status: "voided",
      updated_at: "2026-03-04T12:00:00+01:00",
    };
    const partial: Webhook = { topic: "orders/updated", body: part, at: "2026-03-04T11:00:00Z" };
    await deliver(db, [partial]);
    expect(await order()).toMatchObject({
      financialStatus: "VOIDED",
      isValid: false,
      versionAt: new Date(0),
    });
    expect(await keys()).toEqual([]);
    await deliver(db, [created]);
    expect(await order()).toMatchObject({ financialStatus: "PAID", name: "#1001", isValid: true });
    await deliver(db, [partial]);
    expect(await order()).toMatchObject({
      financialStatus: "VOIDED",
      name: "#1001",
      isValid: false,
      totalMinor: 5_000n,
    });
  });

  test("of which everything was sent is told of once, beside what else changed; a part of it is not told of", async () => {
    const sent = (status: string, hour: string): Webhook => ({
      topic: "orders/updated",
      body: orderPayload({ fulfillment_status: status, updated_at: `2026-03-02T${hour}:00:00+01:00` }),
      at: `2026-03-02T${hour}:00:00Z`,
    });
    const told = async () =>
      (await keys()).filter((key) => /fulfilled|changed/.test(key)).map((key) => key.split(":")[0]);
    await deliver(db, [created, sent("partial", "10")]);
    expect(await told()).toEqual(["order.changed"]);
    await deliver(db, [sent("fulfilled", "11"), sent("fulfilled", "11"), sent("fulfilled", "12")]);
    expect(await told()).toEqual(["order.changed", "order.changed", "order.fulfilled"]);
  });

  test("edited says nothing of figures: it is told as changed", async () => {
    const edit = {
      order_edit: { order_id: 7001, committed_at: "2026-03-02T12:00:00+01:00", line_items: {} },
    };
    const edited: Webhook = { topic: "orders/edited", body: edit, at: "2026-03-02T11:00:00Z" };
    expect(await deliver(db, [edited, created, edited])).toEqual(Array(3).fill({ kind: "projected" }));
    expect(await keys()).toContain(`order.changed:${ORDER}:${Date.parse("2026-03-02T11:00:00Z")}`);
  });
});

describe("a refund", () => {
  test("lowers the worth before orders/updated comes, and is not counted again by it", async () => {
    await deliver(db, [created, refunded]);
    expect(await order()).toMatchObject({
      refundedMinor: 2_000n,
      netMinor: 3_000n,
      netTaxMinor: 561n,
      netShippingMinor: 600n,
    });
    expect(await stats()).toMatchObject({ netMinor: 3_000n });
    await deliver(db, [afterRefund, refunded]);
    expect(await order()).toMatchObject({
      receivedMinor: 5_000n,
      refundedMinor: 2_000n,
      netMinor: 3_000n,
      refunds: [{}],
    });
    expect((await keys()).filter((key) => key.startsWith("order.refunded"))).toEqual([
      "order.refunded:s1_8001",
    ]);
  });

  test("before its order waits for it, and is told with the order's customer", async () => {
    expect(await deliver(db, [refunded])).toEqual([{ kind: "projected" }]);
    expect(await keys()).toEqual([]);
    await deliver(db, [created]);
    expect(await order()).toMatchObject({ name: "#1001", refundedMinor: 2_000n, netMinor: 3_000n });
    expect(await db.domainEvent.findFirst({ where: { type: "order.refunded" } })).toMatchObject({
      customerId: "s1_9001",
    });
  });

  test("inside an older order that comes late is not lost by it", async () => {
    await deliver(db, [afterRefund, created]);
    expect(await order()).toMatchObject({ refundedMinor: 2_000n, netMinor: 3_000n });
  });

  test("of everything leaves an order that is worth nothing and counts no more", async () => {
    await deliver(db, [created]);
    const all = refundPayload({
      transactions: [{ kind: "refund", status: "success", amount: "50.00", currency: "EUR" }],
    });
    await deliver(db, [{ ...refunded, body: all }]);
    expect(await order()).toMatchObject({ netMinor: 0n, isValid: false });
    expect(await stats()).toBeNull();
  });

  test("in the buyer's currency is taken at its exact worth in the shop's", async () => {
    const foreign = refundPayload({
      refund_line_items: [
        { subtotal_set: money("18.35", "20.00", "USD"), total_tax_set: money("0.00", "0.00", "USD") },
      ],
      transactions: [{ kind: "refund", status: "success", amount: "20.00", currency: "USD" }],
    });
    await deliver(db, [created, { ...refunded, body: foreign }]);
    expect(await order()).toMatchObject({ refundedMinor: 1_835n, netMinor: 3_165n });
  });

  test("that did not succeed gave nothing back", async () => {
    const failed = refundPayload({
      transactions: [{ kind: "refund", status: "failure", amount: "20.00", currency: "EUR" }],
    });
    await deliver(db, [created, { ...refunded, body: failed }]);
    expect(await order()).toMatchObject({ refundedMinor: 0n, netMinor: 5_000n });
  });
});

describe("a deletion", () => {
  const deleted: Webhook = { topic: "orders/delete", body: { id: 7001 }, at: "2026-03-06T00:00:00Z" };

  test("takes the order out of every count, also when it overtakes the order", async () => {
    await deliver(db, [created]);
    await deliver(db, [deleted]);
    expect(await stats()).toBeNull();
    expect(await findOrdersOfCustomer(db, { shopId: SHOP_ID, customerId: "s1_9001" })).toEqual([]);
    await deliver(db, [created]);
    expect(await order()).toMatchObject({ isValid: false, deletedAt: new Date("2026-03-06T00:00:00Z") });
  });

  test("that overtakes everything holds", async () => {
    await deliver(db, [deleted, created, refunded]);
    expect(await order()).toMatchObject({
      name: "#1001",
      isValid: false,
      deletedAt: new Date("2026-03-06T00:00:00Z"),
    });
  });
});

describe("nodes of the API", () => {
  const bag = (amount: string) => ({ shopMoney: { amount, currencyCode: "EUR" } });
  const node = (over: Record<string, unknown> = {}) => ({
    id: "gid://shopify/Order/7001",
    name: "#1001",
    createdAt: "2026-03-01T11:00:00Z",
    processedAt: "2026-03-01T11:00:00Z",
    updatedAt: "2026-03-05T08:00:00Z",
    cancelledAt: null,
    test: false,
    sourceName: "web",
    cartToken: "cart-1",
    checkoutToken: "checkout-1",
    email: "ada@example.com",
    customer: { id: "gid://shopify/Customer/9001" },
    currencyCode: "EUR",
    presentmentCurrencyCode: "EUR",
    displayFinancialStatus: "PARTIALLY_REFUNDED",
    displayFulfillmentStatus: "UNFULFILLED",
    totalPriceSet: bag("50.0"),
    subtotalPriceSet: bag("40.0"),
    totalDiscountsSet: bag("0.0"),
    totalShippingPriceSet: bag("10.0"),
    totalTaxSet: bag("9.35"),
    netPaymentSet: bag("30.0"),
    discountCodes: [],
    tags: [],
    refunds: [
      { id: "gid://shopify/Refund/8001", createdAt: "2026-03-05T08:00:00Z", totalRefundedSet: bag("20.0") },
    ],
    lineItems: {
      nodes: [
        {
          id: "gid://shopify/LineItem/70010",
          title: "Morning blend",
          variantTitle: "250 g",
          quantity: 2,
          currentQuantity: 2,
          isGiftCard: false,
          product: { id: "gid://shopify/Product/501" },
          variant: { id: "gid://shopify/ProductVariant/601" },
          originalUnitPriceSet: bag("20.0"),
          discountAllocations: [],
        },
      ],
    },
    ...over,
  });
  const now = new Date("2026-03-06T00:00:00Z");
  const projectNode = (silent: boolean, over: Record<string, unknown> = {}) =>
    inTransaction(db, (tx) =>
      projectNodes(tx, { shop: SHOP, resource: "orders", nodes: [node(over)], now, silent }),
    );

  test("end in the same row as webhooks", async () => {
    await deliver(db, [created, afterRefund]);
    const byWebhooks = await order();
    await projectNode(false);
    const byNode = await order();
    expect({ ...byNode, versionAt: null, lines: [{ ...byNode.lines[0], sku: null }] }).toEqual({
      ...byWebhooks,
      versionAt: null,
    });
  });

  test("keep what a code took off, which only a notice tells", async () => {
    const codes = [
      { code: "Welcome", amount: "5.00" },
      { code: "GONE", amount: "1.00" },
    ];
    await deliver(db, [{ ...created, body: orderPayload({ discount_codes: codes }) }]);
    await projectNode(false, { discountCodes: ["WELCOME", "new"] });
    expect(
      (await order()).discounts.map(({ codeKey, amountMinor }) => [codeKey, amountMinor]).sort(),
    ).toEqual([
      ["new", null],
      ["welcome", 500n],
    ]);
  });

  test("read silently leave the timeline, and no reaction", async () => {
    await projectNode(true);
    expect(await keys()).toEqual([`order.paid:${ORDER}`, `order.placed:${ORDER}`, "order.refunded:s1_8001"]);
    expect(await db.job.count()).toBe(0);
  });
});

describe("queries", () => {
  test("orders of a customer come newest first with lines and codes", async () => {
    const later = orderPayload({
      id: 7002,
      name: "#1002",
      processed_at: "2026-04-01T12:00:00+02:00",
      test: true,
    });
    await deliver(db, [created, { topic: "orders/create", body: later, at: "2026-04-01T10:00:00Z" }]);
    const orders = await findOrdersOfCustomer(db, { shopId: SHOP_ID, customerId: "s1_9001" });
    expect(orders.map(({ name, isValid }) => [name, isValid])).toEqual([
      ["#1002", false],
      ["#1001", true],
    ]);
    expect(orders[1]?.lines).toMatchObject([{ title: "Morning blend", quantity: 2 }]);
    expect(await findOrdersOfCustomer(db, { shopId: "s2", customerId: "s1_9001" })).toEqual([]);
  });

  test("the order of a checkout is found by its token; by the cart only for orders without a token", async () => {
    await deliver(db, [
      created,
      { ...created, body: orderPayload({ id: 7002, checkout_token: null, cart_token: "cart-2" }) },
    ]);
    const startedAt = new Date("2026-03-01T10:00:00Z");
    const find = (token: string | null, cartToken: string | null) =>
      findOrderOfCheckout(db, { shopId: SHOP_ID, token, cartToken, startedAt });
    expect(await find("checkout-1", "cart-1")).toBe("s1_7001");
    expect(await find("checkout-9", "cart-1")).toBeNull();
    expect(await find(null, "cart-2")).toBe("s1_7002");
    expect(await find(null, null)).toBeNull();
  });

  test("orders since are those of the customer or the address, after the instant, exclusive", async () => {
    await deliver(db, [created]);
    const since = (instant: string, over = {}) =>
      listOrdersSince(db, {
        shopId: SHOP_ID,
        customerId: null,
        email: "ada@example.com",
        since: new Date(instant),
        ...over,
      });
    expect(await since("2026-03-01T10:59:59.999Z")).toMatchObject([{ orderId: ORDER, isValid: true }]);
    expect(await since("2026-03-01T11:00:00.000Z")).toEqual([]);
    expect(await since("2026-03-01T00:00:00Z", { customerId: "s1_9001", email: null })).toHaveLength(1);
    expect(await since("2026-03-01T00:00:00Z", { email: null })).toEqual([]);
  });
});
