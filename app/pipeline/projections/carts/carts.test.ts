import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { deliver, money, type Payload, type Webhook } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, "0")}:00.123Z`;
const line = (over: Payload = {}): Payload => ({
  id: 601,
  product_id: 501,
  variant_id: 601,
  key: "601:abc",
  title: "Morning blend",
  sku: "MB-250",
  quantity: 2,
  price: "20.00",
  price_set: money("20.00"),
  discounted_price_set: money("18.00"),
  line_price: "36.00",
  line_price_set: money("36.00"),
  ...over,
});
const cart = (topic: string, minute: number, lines: Payload[]): Webhook => ({
  topic,
  body: {
    id: "cart-1",
    token: "cart-1",
    line_items: lines,
    note: "For Eve, please",
    created_at: at(0),
    updated_at: at(minute),
  },
  at: at(minute),
});
const HISTORY = [
  cart("carts/create", 0, [line()]),
  cart("carts/update", 1, [line(), line({ variant_id: 602, quantity: 1, line_price_set: money("5.50") })]),
  cart("carts/update", 2, [line({ quantity: 1, line_price_set: money("18.00") })]),
];
const stored = () => db.cart.findFirstOrThrow({ include: { lines: { orderBy: { position: "asc" } } } });

test("a cart is kept by its token with its lines, and names nobody", async () => {
  await deliver(db, HISTORY.slice(0, 2));
  expect(await stored()).toMatchObject({
    id: `${SHOP_ID}_cart-1`,
    token: "cart-1",
    currencyCode: "EUR",
    subtotalMinor: 4_150n,
    itemCount: 3,
    startedAt: new Date(at(0)),
    activeAt: new Date(at(1)),
    lines: [
      { productId: `${SHOP_ID}_501`, variantId: `${SHOP_ID}_601`, quantity: 2, unitPriceMinor: 1_800n },
      { variantId: `${SHOP_ID}_602`, quantity: 1 },
    ],
  });
  expect(JSON.stringify(await db.cart.findMany(), (_, value: unknown) => String(value))).not.toContain("Eve");
  expect(await db.domainEvent.count()).toBe(0);
});

test("an emptied cart has no lines", async () => {
  await deliver(db, [...HISTORY, cart("carts/update", 3, [])]);
  expect(await stored()).toMatchObject({ subtotalMinor: 0n, itemCount: 0, lines: [] });
});

test("an older state of a cart is ignored and says so", async () => {
  const [first, second] = HISTORY;
  if (!first || !second) throw new Error("no history");
  await deliver(db, [second]);
  expect(await deliver(db, [first])).toEqual([{ kind: "ignored", reason: "older-version" }]);
  expect(await stored()).toMatchObject({ itemCount: 3 });
});

test("a line without a quantity tells the place and the value", async () => {
  const [outcome] = await deliver(db, [cart("carts/update", 1, [line({ quantity: "two" })])]);
  expect(outcome).toMatchObject({
    kind: "dead",
    problem: { path: "line_items.0.quantity", value: '"two"' },
  });
});

test("in any order, repeated and cut into batches anyhow, a cart ends as it was last", async () => {
  const arrivals = fc.tuple(
    fc.shuffledSubarray([...HISTORY, ...HISTORY], { minLength: HISTORY.length * 2 }),
    fc.integer({ min: 1, max: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ([shuffled, size]) => {
      await db.cart.deleteMany();
      for (let from = 0; from < shuffled.length; from += size)
        await deliver(db, shuffled.slice(from, from + size));
      expect(await stored()).toMatchObject({ activeAt: new Date(at(2)), lines: [{ quantity: 1 }] });
    }),
    { numRuns: 20 },
  );
});
