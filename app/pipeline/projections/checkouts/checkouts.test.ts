import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import {
  checkoutPayload,
  customerPayload,
  deliver,
  orderPayload,
  productPayload,
  SHOP,
  type Webhook,
} from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { projectNodes } from "../nodes.server";

import { findCheckoutFacts } from "./queries.server";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const started: Webhook = {
  topic: "checkouts/create",
  body: checkoutPayload({ email: null }),
  at: "2026-03-01T10:00:00Z",
};
const withEmail: Webhook = {
  topic: "checkouts/update",
  body: checkoutPayload({ updated_at: "2026-03-01T11:05:00+01:00" }),
  at: "2026-03-01T10:05:00Z",
};
const completed: Webhook = {
  topic: "checkouts/update",
  body: checkoutPayload({
    updated_at: "2026-03-01T11:10:00+01:00",
    completed_at: "2026-03-01T11:10:00+01:00",
  }),
  at: "2026-03-01T10:10:00Z",
};
const all = () => db.checkout.findMany({ include: { lines: true } });
const types = async () => (await db.domainEvent.findMany({ orderBy: { id: "asc" } })).map(({ type }) => type);

const bag = (amount: string) => ({ shopMoney: { amount, currencyCode: "EUR" } });
const node = (over: Record<string, unknown> = {}) => ({
  id: "gid://shopify/AbandonedCheckout/3001",
  createdAt: "2026-03-01T10:00:00Z",
  updatedAt: "2026-03-01T10:05:00Z",
  completedAt: null,
  abandonedCheckoutUrl: "https://demo-shop.myshopify.com/1/checkouts/ac/cart-1/recover?key=k1",
  customer: { id: "gid://shopify/Customer/9001" },
  discountCodes: [],
  totalPriceSet: { ...bag("50.00"), presentmentMoney: { currencyCode: "PLN" } },
  subtotalPriceSet: bag("40.00"),
  lineItems: {
    nodes: [
      {
        title: "Morning blend",
        variantTitle: "250 g",
        quantity: 2,
        image: { url: "https://cdn.example/line.png" },
        product: { id: "gid://shopify/Product/501" },
        variant: { id: "gid://shopify/ProductVariant/601" },
        originalUnitPriceSet: bag("20.00"),
      },
    ],
  },
  ...over,
});
const sweep = (over: Record<string, unknown> = {}) =>
  inTransaction(db, (tx) =>
    projectNodes(tx, {
      shop: SHOP,
      resource: "checkouts",
      nodes: [node(over)],
      now: new Date("2026-03-02T00:00:00Z"),
      silent: false,
    }),
  );

describe("webhooks", () => {
  test("tell start, activity and completion once each, in any order and number", async () => {
    await deliver(db, [started, withEmail, started]);
    await deliver(db, [withEmail, completed, completed]);
    expect(await all()).toMatchObject([
      {
        id: "s1_3001",
        gid: "gid://shopify/AbandonedCheckout/3001",
        token: "checkout-1",
        email: "ada@example.com",
        locale: "pl",
        currencyCode: "EUR",
        totalMinor: 5_000n,
        completedAt: new Date("2026-03-01T10:10:00Z"),
        lines: [{ variantId: "s1_601", quantity: 2, unitPriceMinor: 2_000n }],
      },
    ]);
    expect(await types()).toEqual([
      "checkout.started",
      "checkout.active",
      "checkout.active",
      "checkout.completed",
    ]);
  });

  test("completed first: it never was left, so no activity is told", async () => {
    await deliver(db, [completed, withEmail, started]);
    expect(await types()).toEqual(["checkout.started", "checkout.completed"]);
  });

  test("a change that is not the shopper's moves the clock, but is no activity", async () => {
    await deliver(db, [withEmail]);
    const touched = checkoutPayload({ updated_at: "2026-03-01T11:20:00+01:00" });
    await deliver(db, [{ topic: "checkouts/update", body: touched, at: "2026-03-01T10:20:00Z" }]);
    expect((await all())[0]?.activeAt).toEqual(new Date("2026-03-01T10:20:00Z"));
    expect(await types()).toEqual(["checkout.started", "checkout.active"]);
  });

  test("without a number are keyed by the token", async () => {
    await deliver(db, [{ ...started, body: checkoutPayload({ name: "draft" }) }]);
    expect(await all()).toMatchObject([{ id: "s1_checkout-1", gid: null }]);
  });

  test("a deletion finds its checkout by number or, failing that, by the cart", async () => {
    const other = checkoutPayload({
      token: "checkout-2",
      name: "#3002",
      cart_token: "cart-2",
      abandoned_checkout_url: "https://x.example/2",
    });
    await deliver(db, [withEmail, { ...withEmail, body: other }]);
    await deliver(db, [
      { topic: "checkouts/delete", body: { id: 3001, cart_token: "elsewhere" }, at: "2026-03-03T00:00:00Z" },
      { topic: "checkouts/delete", body: { id: 99, cart_token: "cart-2" }, at: "2026-03-03T00:00:00Z" },
    ]);
    expect((await all()).every(({ deletedAt }) => deletedAt !== null)).toBe(true);
    expect(await findCheckoutFacts(db, { shopId: SHOP_ID, checkoutId: "s1_3001" })).toBeNull();
  });

  test("a deletion that overtakes the checkout holds", async () => {
    await deliver(db, [
      { topic: "checkouts/delete", body: { id: 3001, cart_token: "cart-1" }, at: "2026-03-03T00:00:00Z" },
      started,
    ]);
    expect(await all()).toMatchObject([
      { id: "s1_3001", token: "checkout-1", deletedAt: new Date("2026-03-03T00:00:00Z") },
    ]);
    expect(await types()).toEqual(["checkout.started"]);
  });
});

describe("the sweep of the API", () => {
  test("after the webhook adds to the same row and takes nothing away", async () => {
    await deliver(db, [started, withEmail]);
    await sweep({ updatedAt: "2026-03-01T10:30:00Z" });
    expect(await all()).toMatchObject([
      {
        id: "s1_3001",
        token: "checkout-1",
        email: "ada@example.com",
        locale: "pl",
        customerId: "s1_9001",
        lines: [{ imageUrl: "https://cdn.example/line.png" }],
      },
    ]);
  });

  test("of the second that a webhook told is no sign of the shopper, in whatever order they come", async () => {
    const told = { ...withEmail, at: "2026-03-01T10:05:00.097Z" };
    await deliver(db, [told]);
    const before = (await all())[0]?.activeAt;
    await sweep();
    expect((await all())[0]).toMatchObject({
      activeAt: before,
      versionAt: new Date("2026-03-01T10:05:00.999Z"),
    });
    expect(before).toEqual(new Date("2026-03-01T10:05:00Z"));
    await db.checkout.deleteMany();
    await sweep();
    await deliver(db, [told]);
    expect((await all())[0]?.activeAt).toEqual(before);
  });

  test("before the webhook makes the row that the webhook then completes", async () => {
    await sweep();
    await deliver(db, [
      { ...completed, body: checkoutPayload({ name: "odd", updated_at: "2026-03-01T11:30:00+01:00" }) },
    ]);
    expect(await all()).toMatchObject([
      {
        id: "s1_3001",
        token: "checkout-1",
        gid: "gid://shopify/AbandonedCheckout/3001",
        email: "ada@example.com",
        lines: [{ imageUrl: "https://cdn.example/line.png" }],
      },
    ]);
  });

  test("tells what the shopper saw prices in; amounts stay in the shop's currency", async () => {
    await sweep();
    expect(await all()).toMatchObject([
      { currencyCode: "EUR", presentmentCurrency: "PLN", totalMinor: 5_000n },
    ]);
  });

  test("that does not tell that currency learns it from a late webhook, and keeps it", async () => {
    await sweep({ totalPriceSet: bag("50.00"), updatedAt: "2026-03-01T12:00:00Z" });
    expect(await all()).toMatchObject([{ presentmentCurrency: null }]);
    const inZloty = checkoutPayload({
      presentment_currency: "PLN",
      updated_at: "2026-03-01T11:05:00+01:00",
    });
    await deliver(db, [{ ...withEmail, body: inZloty }]);
    await sweep({ totalPriceSet: bag("50.00"), updatedAt: "2026-03-01T12:30:00Z" });
    expect(await all()).toMatchObject([{ presentmentCurrency: "PLN" }]);
  });

  test("with a newer version than a late webhook still learns token and address from it", async () => {
    await sweep({ updatedAt: "2026-03-01T12:00:00Z" });
    expect(await deliver(db, [withEmail])).toEqual([{ kind: "ignored", reason: "older-version" }]);
    expect(await all()).toMatchObject([
      { token: "checkout-1", email: "ada@example.com", cartToken: "cart-1", locale: "pl" },
    ]);
  });
});

describe("facts for a decision", () => {
  const facts = () => findCheckoutFacts(db, { shopId: SHOP_ID, checkoutId: "s1_3001" });
  const catalogue: Webhook = { topic: "products/create", body: productPayload(), at: "2026-01-01T09:00:00Z" };

  test("name lines with stock and picture, the customer by address, and no order", async () => {
    await deliver(db, [
      catalogue,
      { topic: "customers/create", body: customerPayload(), at: "2026-02-01T09:00:00Z" },
      {
        topic: "customer.tags_added",
        body: {
          customerId: "gid://shopify/Customer/9001",
          tags: ["VIP"],
          occurredAt: "2026-02-02T00:00:00Z",
        },
        at: "2026-02-02T00:00:00Z",
      },
      withEmail,
    ]);
    expect(await facts()).toMatchObject({
      email: "ada@example.com",
      totalMinor: 5_000,
      currencyCode: "EUR",
      discountCodes: [],
      lines: [
        {
          title: "Morning blend",
          availability: "in-stock",
          imageUrl: "https://cdn.example/morning.png",
          unitPriceMinor: 2_000,
        },
      ],
      customer: { id: "s1_9001", firstName: "Ada", emailConsentState: null, tags: ["VIP"], orderCount: 0 },
      completedByToken: null,
      ordersSince: [],
    });
  });

  test("tell sold-out and deleted products apart, and what we know nothing of", async () => {
    await deliver(db, [withEmail]);
    expect((await facts())?.lines[0]?.availability).toBe("unknown");
    const soldOut = productPayload({
      variants: [{ id: 601, price: "20.00", inventory_quantity: 0, inventory_policy: "deny" }],
      updated_at: "2026-03-01T00:00:00Z",
    });
    await deliver(db, [{ topic: "products/update", body: soldOut, at: "2026-03-01T00:00:00Z" }]);
    expect((await facts())?.lines[0]?.availability).toBe("sold-out");
    await deliver(db, [{ topic: "products/delete", body: { id: 501 }, at: "2026-03-02T00:00:00Z" }]);
    expect((await facts())?.lines[0]?.availability).toBe("product-gone");
  });

  test("separate the order this checkout became from what was bought elsewhere since", async () => {
    await deliver(db, [
      withEmail,
      { topic: "orders/create", body: orderPayload(), at: "2026-03-01T11:00:00Z" },
      {
        topic: "orders/create",
        body: orderPayload({
          id: 7002,
          checkout_token: "other",
          cart_token: "other",
          customer: null,
          processed_at: "2026-03-02T12:00:00+01:00",
        }),
        at: "2026-03-02T11:00:00Z",
      },
      {
        topic: "orders/create",
        body: orderPayload({
          id: 7003,
          checkout_token: "before",
          cart_token: "before",
          processed_at: "2026-02-01T12:00:00+01:00",
        }),
        at: "2026-02-01T11:00:00Z",
      },
      {
        topic: "orders/create",
        body: orderPayload({ id: 7004, checkout_token: "test", cart_token: "test", test: true }),
        at: "2026-03-01T11:00:00Z",
      },
    ]);
    expect(await facts()).toMatchObject({
      completedByToken: "s1_7001",
      ordersSince: [{ orderId: "s1_7002", isValid: true }],
    });
  });

  test("of another shop's checkout are not to be had", async () => {
    await deliver(db, [withEmail]);
    expect(await findCheckoutFacts(db, { shopId: "s2", checkoutId: "s1_3001" })).toBeNull();
  });
});
