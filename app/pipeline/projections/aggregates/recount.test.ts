import { afterEach, beforeEach, expect, test } from "vitest";

import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";

import { compareAggregates, recountAggregates, refreshAggregates } from "./recount.server";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1 });
  await givenOrder(db, {
    legacyId: 11,
    customerId: "s1_1",
    placedAt: "2026-03-01T12:00:00Z",
    netMinor: 5_000,
  });
  await givenOrder(db, {
    legacyId: 12,
    customerId: "s1_1",
    placedAt: "2026-04-01T12:00:00Z",
    netMinor: 3_000,
  });
  await givenOrder(db, { legacyId: 13, placedAt: "2026-04-01T13:00:00Z", netMinor: 1_000 });
});
afterEach(() => testDb.close());

test("a comparison names every row that is wrong, missing or too much", async () => {
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  await db.dayStats.updateMany({ where: { shopId: SHOP_ID, day: "2026-04-01" }, data: { netMinor: 3_999 } });
  await db.customerMonth.deleteMany({ where: { shopId: SHOP_ID, month: "2026-03" } });
  await db.dayStats.create({
    data: { shopId: SHOP_ID, day: "2020-01-01", orderCount: 1, netMinor: 1, buyerCount: 1 },
  });
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([
    {
      table: "CustomerMonth",
      key: "s1_1 2026-03",
      stored: null,
      recounted: '{"orderCount":1,"netMinor":5000}',
    },
    {
      table: "DayStats",
      key: "2020-01-01",
      stored: '{"orderCount":1,"netMinor":1,"buyerCount":1}',
      recounted: null,
    },
    {
      table: "DayStats",
      key: "2026-04-01",
      stored: '{"orderCount":2,"netMinor":3999,"buyerCount":1}',
      recounted: '{"orderCount":2,"netMinor":4000,"buyerCount":1}',
    },
  ]);
});

test("it goes by the definition, so an order wrongly marked valid is found", async () => {
  await db.order.updateMany({ where: { shopId: SHOP_ID, id: "s1_11" }, data: { isTest: true } });
  expect((await compareAggregates(db, { shopId: SHOP_ID })).length).toBeGreaterThan(0);
});

test("a recount puts all right, twice as well as once, and leaves other shops alone", async () => {
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  await givenOrder(db, { shopId: "s2", legacyId: 99, customerId: "s2_1" });
  await db.customerStats.deleteMany({ where: { shopId: { in: [SHOP_ID, "s2"] } } });
  await recountAggregates(db, { shopId: SHOP_ID });
  await recountAggregates(db, { shopId: SHOP_ID });
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  expect(await compareAggregates(db, { shopId: "s2" })).toHaveLength(1);
});

test("a refresh counts only who and which days it is told", async () => {
  await db.order.deleteMany({ where: { shopId: SHOP_ID, id: { in: ["s1_12", "s1_13"] } } });
  await inTransaction(db, (tx) =>
    refreshAggregates(tx, { shopId: SHOP_ID, customerIds: ["s1_1"], days: [] }),
  );
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toMatchObject([
    { table: "DayStats", key: "2026-04-01", recounted: null },
  ]);
  await inTransaction(db, (tx) =>
    refreshAggregates(tx, { shopId: SHOP_ID, customerIds: [], days: ["2026-04-01"] }),
  );
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
});
