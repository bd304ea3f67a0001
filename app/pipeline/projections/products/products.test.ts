import { afterEach, beforeEach, expect, test } from "vitest";

import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenShop } from "../../../../tests/support/factories";
import { deliver, productPayload, SHOP, type Webhook } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { projectNodes } from "../nodes.server";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const created: Webhook = { topic: "products/create", body: productPayload(), at: "2026-01-01T09:00:00Z" };
const product = () =>
  db.product.findUniqueOrThrow({
    where: { id: "s1_501" },
    include: { variants: { orderBy: { id: "asc" } } },
  });
const variant = (id: number, over: Record<string, unknown> = {}) => ({
  id,
  title: "L",
  price: "10.00",
  inventory_quantity: 1,
  inventory_policy: "deny",
  ...over,
});

test("a product is stored with its variants, and told once per version", async () => {
  await deliver(db, [created, created]);
  expect(await product()).toMatchObject({
    status: "ACTIVE",
    imageUrl: "https://cdn.example/morning.png",
    variants: [
      {
        id: "s1_601",
        priceMinor: 2_000n,
        currencyCode: "EUR",
        inventoryQuantity: 3,
        inventoryPolicy: "DENY",
      },
    ],
  });
  expect(await db.domainEvent.count()).toBe(1);
});

test("variants it no longer has go; those beyond the hundred shown stay", async () => {
  await deliver(db, [
    { ...created, body: productPayload({ variants: [variant(601), variant(602), variant(603)] }) },
  ]);
  const shown = productPayload({
    variants: [variant(601)],
    variant_gids: [601, 602].map((id) => ({ admin_graphql_api_id: `gid://shopify/ProductVariant/${id}` })),
    updated_at: "2026-01-02T10:00:00+01:00",
  });
  await deliver(db, [{ topic: "products/update", body: shown, at: "2026-01-02T09:00:00Z" }]);
  expect((await product()).variants.map(({ id }) => id)).toEqual(["s1_601", "s1_602"]);
});

test("stock that is not tracked is unknown, not nothing", async () => {
  const untracked = [
    variant(601, { inventory_management: null }),
    variant(602, { inventory_management: "shopify" }),
  ];
  await deliver(db, [{ ...created, body: productPayload({ variants: untracked }) }]);
  expect((await product()).variants.map(({ inventoryQuantity }) => inventoryQuantity)).toEqual([null, 1]);
});

test("an older version and what was triggered before a deletion change nothing visible", async () => {
  const newer = productPayload({ title: "Evening blend", updated_at: "2026-01-03T10:00:00+01:00" });
  await deliver(db, [{ topic: "products/update", body: newer, at: "2026-01-03T09:00:00Z" }]);
  expect(await deliver(db, [created])).toEqual([{ kind: "ignored", reason: "older-version" }]);
  await deliver(db, [{ topic: "products/delete", body: { id: 501 }, at: "2026-01-04T09:00:00Z" }]);
  await deliver(db, [{ topic: "products/update", body: newer, at: "2026-01-03T09:00:00Z" }]);
  expect(await product()).toMatchObject({
    title: "Evening blend",
    deletedAt: new Date("2026-01-04T09:00:00Z"),
  });
});

test("a node of the API tells gift cards and tracking, and takes the place of the webhook's row", async () => {
  await deliver(db, [created]);
  const node = {
    id: "gid://shopify/Product/501",
    title: "Gift card",
    handle: "gift-card",
    status: "ACTIVE",
    isGiftCard: true,
    updatedAt: "2026-01-05T09:00:00Z",
    featuredMedia: null,
    variants: {
      nodes: [
        {
          id: "gid://shopify/ProductVariant/601",
          title: "Default Title",
          price: "25.0",
          inventoryQuantity: 0,
          inventoryPolicy: "DENY",
          inventoryItem: { tracked: false },
        },
      ],
    },
  };
  const now = new Date("2026-01-06T00:00:00Z");
  await inTransaction(db, (tx) =>
    projectNodes(tx, { shop: SHOP, resource: "products", nodes: [node], now, silent: true }),
  );
  expect(await product()).toMatchObject({
    isGiftCard: true,
    imageUrl: null,
    vendor: "Roastery",
    variants: [{ priceMinor: 2_500n, inventoryQuantity: null }],
  });
});
