import { afterEach, beforeEach, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { cartVariables, productVariables } from "./subject-variables.server";

const AT = new Date("2026-11-02T10:00:00Z");
const CART_ID = `${SHOP_ID}_c1`;
const ASKED = { shopId: SHOP_ID, context: {}, locale: "en", now: AT } as const;
const id = (legacyId: number) => `${SHOP_ID}_${legacyId}`;

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db, { domain: "shop.example" });
  for (const legacyId of [501, 502]) await givenProduct(legacyId);
});
afterEach(() => testDb.close());

/** A product with a dear and a cheap variant, five of each. */
async function givenProduct(legacyId: number): Promise<void> {
  const [gid, shopId] = [`gid://shopify/Product/${legacyId}`, SHOP_ID];
  const product = {
    title: `Tea ${legacyId}`,
    handle: `tea-${legacyId}`,
    imageUrl: "https://cdn.example/t.png",
  };
  await db.product.create({ data: { id: id(legacyId), gid, shopId, status: "ACTIVE", ...product } });
  for (const [number, priceMinor] of [
    [0, 1_500n],
    [1, 900n],
  ] as const) {
    const variantId = legacyId * 10 + number;
    await db.variant.create({
      data: {
        ...{ id: id(variantId), gid: `gid://shopify/ProductVariant/${variantId}`, shopId, priceMinor },
        ...{ productId: id(legacyId), title: "Big", currencyCode: "EUR" },
        ...{ inventoryQuantity: 5, inventoryPolicy: "DENY" },
      },
    });
  }
}

const sellOut = (...variants: number[]) =>
  db.variant.updateMany({
    where: { shopId: SHOP_ID, id: { in: variants.map(id) } },
    data: { inventoryQuantity: 0 },
  });

async function givenCart(...lines: { variant: number; quantity: number }[]): Promise<void> {
  await db.cart.create({
    data: {
      ...{
        id: CART_ID,
        shopId: SHOP_ID,
        token: "c1",
        currencyCode: "EUR",
        subtotalMinor: 3_000n,
        itemCount: 3,
      },
      ...{ startedAt: AT, activeAt: AT, versionAt: AT },
    },
  });
  for (const [position, { variant, quantity }] of lines.entries()) {
    await db.cartLine.create({
      data: {
        ...{
          id: `l${position}`,
          shopId: SHOP_ID,
          cartId: CART_ID,
          position,
          quantity,
          unitPriceMinor: 1_500n,
        },
        ...{ productId: id(Math.floor(variant / 10)), variantId: id(variant), title: `Tea ${variant}` },
      },
    });
  }
}
const cart = () => cartVariables.variablesOf(db, { ...ASKED, subjectId: CART_ID });
const product = (legacyId: number) => productVariables.variablesOf(db, { ...ASKED, subjectId: id(legacyId) });

test("a cart is shown as it can be bought now, with the way back on any device", async () => {
  await givenCart({ variant: 5010, quantity: 2 }, { variant: 5020, quantity: 1 });
  await sellOut(5020);
  const url = "https://shop.example/cart/5010:2?storefront=true";
  const image_url = "https://cdn.example/t.png";
  expect(await cart()).toEqual({
    cart: {
      url,
      lines: [{ title: "Tea 5010", detail: "× 2", price: "€30.00", image_url, url }],
      total: "€30.00",
      item_count: 2,
      sold_out: "Tea 5020",
    },
  });
});

test("a cart of which nothing is left leads to the cart's page", async () => {
  await givenCart({ variant: 5010, quantity: 2 });
  await sellOut(5010);
  expect(await cart()).toMatchObject({
    cart: { url: "https://shop.example/cart", lines: [], item_count: 0 },
  });
});

test("a product has the price of its cheapest variant that can be bought", async () => {
  const shown = {
    title: "Tea 501",
    image_url: "https://cdn.example/t.png",
    url: "https://shop.example/products/tea-501",
  };
  expect(await product(501)).toEqual({ product: { ...shown, price: "€9.00" } });
  await sellOut(5011);
  expect(await product(501)).toEqual({ product: { ...shown, price: "€15.00" } });
});

test("what is sold out or unknown has no values", async () => {
  await sellOut(5010, 5011);
  expect(await product(501)).toEqual({});
  expect(await product(999)).toEqual({});
  expect(await cart()).toEqual({});
});
