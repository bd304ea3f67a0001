import { afterEach, beforeEach, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { vipMetafield } from "./metafields.server";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "./schema";

const NOW = new Date("2026-11-23T10:00:00Z");
const SILVER = { id: "silver", name: "Silver", tag: "Silver", minOrderCount: 2, minNetMinor: null };
const GOLD = { id: "gold", name: "Gold", tag: "Gold", minOrderCount: 4, minNetMinor: 20_000 };

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const save = (over: object) =>
  writeSetting(db, {
    ...{ shopId: SHOP_ID, key: VIP_SETTINGS_KEY, now: NOW },
    value: VipSettingsSchema.parse({ tiers: [SILVER, GOLD], ...over }),
  });

async function shown(customerId: string): Promise<unknown> {
  const told = await vipMetafield.present(db, { shopId: SHOP_ID, customerIds: [customerId], now: NOW });
  return JSON.parse(told.get(customerId) ?? "null");
}

test("tells the tier and what is missing to the next; the farthest requirement decides the progress", async () => {
  await save({});
  const { id } = await givenCustomer(db);
  expect(await shown(id)).toBeNull();
  await givenOrder(db, { customerId: id, placedAt: NOW });
  expect(await shown(id)).toEqual({
    ...{ v: 1, tier: null, tag: null, nextTier: "Silver", progressBp: 5_000, currencyCode: "EUR" },
    missing: { orders: 1 },
  });
  await givenOrder(db, { customerId: id, placedAt: NOW });
  await givenOrder(db, { customerId: id, placedAt: NOW });
  const at = { since: NOW, updatedAt: NOW };
  await db.vipMembership.create({ data: { shopId: SHOP_ID, customerId: id, tierId: "silver", ...at } });
  // Three of four orders, but 150.00 of 200.00.
  expect(await shown(id)).toEqual({
    ...{ v: 1, tier: "Silver", tag: "Silver", nextTier: "Gold", progressBp: 7_500, currencyCode: "EUR" },
    missing: { orders: 1, netMinor: 5_000 },
  });
  await db.vipMembership.updateMany({ where: { shopId: SHOP_ID }, data: { tierId: "gold" } });
  expect(await shown(id)).toMatchObject({ tier: "Gold", nextTier: null, progressBp: 10_000, missing: {} });
});

test("where one requirement is enough, the nearest decides", async () => {
  await save({ mix: "any" });
  const { id } = await givenCustomer(db);
  await givenOrder(db, { customerId: id, placedAt: NOW });
  const at = { since: NOW, updatedAt: NOW };
  await db.vipMembership.create({ data: { shopId: SHOP_ID, customerId: id, tierId: "silver", ...at } });
  // One of four orders, and 50.00 of 200.00: both a quarter; with another order, half.
  await givenOrder(db, { customerId: id, placedAt: NOW });
  expect(await shown(id)).toMatchObject({ nextTier: "Gold", progressBp: 5_000 });
});

test("never tells what a customer brings the shop", async () => {
  const secret = { id: "gold", name: "Gold", tag: "Gold", minOrderCount: null, minNetMinor: null };
  await save({ tiers: [SILVER, { ...secret, minRfmScore: 14 }] });
  const { id } = await givenCustomer(db);
  await givenOrder(db, { customerId: id, placedAt: NOW });
  const at = { since: NOW, updatedAt: NOW };
  await db.vipMembership.create({ data: { shopId: SHOP_ID, customerId: id, tierId: "silver", ...at } });
  expect(await shown(id)).toMatchObject({ tier: "Silver", nextTier: "Gold", progressBp: 0, missing: {} });
});

test("tells nothing while the programme is off", async () => {
  await save({ isEnabled: false });
  const { id } = await givenCustomer(db);
  await givenOrder(db, { customerId: id, placedAt: NOW });
  expect(await shown(id)).toBeNull();
});
