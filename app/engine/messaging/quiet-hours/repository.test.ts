import { afterAll, beforeAll, expect, test } from "vitest";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { readCustomerZones } from "./repository.server";

let testDb: TestDb;
beforeAll(async () => {
  testDb = await createTestDb();
  const { db } = testDb;
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  await givenCustomer(db, { legacyId: 1, countryCode: "US", provinceCode: "CA" });
  await givenCustomer(db, { legacyId: 2, countryCode: "US" });
  await givenCustomer(db, { legacyId: 3, countryCode: "PL" });
  await givenCustomer(db, { legacyId: 4, countryCode: null });
  await givenCustomer(db, { legacyId: 5, countryCode: "XX" });
  await givenCustomer(db, { shopId: "s2", legacyId: 6, countryCode: "JP" });
});
afterAll(() => testDb.close());

test("zones are those of the province, else of the country; of nowhere known there is none, nor of other shops", async () => {
  const customerIds = ["s1_1", "s1_2", "s1_3", "s1_4", "s1_5", "s2_6", "gone"];
  expect([...(await readCustomerZones(testDb.db, { shopId: SHOP_ID, customerIds }))].sort()).toEqual([
    ["s1_1", "America/Los_Angeles"],
    ["s1_2", "America/New_York"],
    ["s1_3", "Europe/Warsaw"],
  ]);
});
