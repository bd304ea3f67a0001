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

test("what was stored before its column was sealed is sealed as well, and an empty text stays", async () => {
  const adjustment = { shopId: SHOP_ID, points: 1, state: "approved", requestedAt: new Date(0) };
  const reasons = ["Forgot the card", ""];
  for (const [at, reason] of reasons.entries())
    await testDb.db.pointsAdjustment.create({
      data: { ...adjustment, reason, id: `a${at}`, sourceKey: `a${at}` },
    });
  await testDb.db
    .$executeRaw`UPDATE "PointsAdjustment" SET "reason" = 'Forgot the card' WHERE "shopId" = ${SHOP_ID} AND "id" = 'a0'`;
  await rotateAll(testDb.db, { currentKeyId: "old", onProgress: () => undefined });
  const [row] = await testDb.db.$queryRaw<{ count: bigint }[]>`
    SELECT COUNT(*) AS "count" FROM "PointsAdjustment" WHERE "shopId" = ${SHOP_ID} AND ("reason" LIKE '~s1.%' OR "id" = 'a1')`;
  expect(Number(row?.count)).toBe(2);
  const kept = await testDb.db.pointsAdjustment.findMany({
    where: { shopId: SHOP_ID },
    orderBy: { id: "asc" },
  });
  expect(kept.map(({ reason }) => reason)).toEqual(reasons);
});
