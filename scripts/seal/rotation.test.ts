import { randomBytes } from "node:crypto";

import { afterEach, beforeEach, expect, test } from "vitest";

import { provideKeys } from "~/platform/sealed.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { rotateAll } from "./rotation";

const OLD = { id: "old", key: randomBytes(32) };
const NEW = { id: "new", key: randomBytes(32) };
const LOOKUP = randomBytes(32);

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  provideKeys([OLD], LOOKUP);
  await givenShop(testDb.db);
  await givenCustomer(testDb.db, { legacyId: 1, email: "ada@example.com", firstName: "Ada" });
  await givenCustomer(testDb.db, { legacyId: 2, email: null, firstName: null });
});
afterEach(() => testDb.close());

const rotate = () => rotateAll(testDb.db, { currentKeyId: "new", onProgress: () => undefined });

test("all is sealed with the new key, so that the old one may go; again there is nothing to do", async () => {
  provideKeys([NEW, OLD], LOOKUP);
  expect((await rotate()).rowCount).toBeGreaterThan(0);
  expect(await rotate()).toEqual({ rowCount: 0 });
  provideKeys([NEW], LOOKUP);
  const people = await testDb.db.customer.findMany({ where: { shopId: SHOP_ID }, orderBy: { id: "asc" } });
  expect(people).toMatchObject([
    { email: "ada@example.com", firstName: "Ada" },
    { email: null, firstName: null },
  ]);
});

test("people are found by their address as before", async () => {
  provideKeys([NEW, OLD], LOOKUP);
  await rotate();
  const found = await testDb.db.customer.findFirst({ where: { shopId: SHOP_ID, email: "ada@example.com" } });
  expect(found?.firstName).toBe("Ada");
});
