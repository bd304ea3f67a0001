import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { givenOrder, givenShop } from "../../../../../tests/support/factories";
import { createTestDb, isOnSqlite, type TestDb } from "../../../../../tests/support/test-db";
import {
  createLateIndexes,
  dropLateIndexes,
  hasOrdersOfAllShops,
  LATE_INDEXES,
} from "./indexes/repository.server";
import { mendLateIndexes, withLateIndexes } from "./late-indexes.server";

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
});
afterEach(() => testDb.close());

const MANY = { expectedCount: 100_000 };

async function indexes(): Promise<string[]> {
  const { db } = testDb;
  const rows = isOnSqlite()
    ? await db.$queryRaw<{ sql: string }[]>`
        SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name`
    : await db.$queryRaw<{ sql: string }[]>`
        SELECT indexdef AS "sql" FROM pg_indexes WHERE schemaname = current_schema() ORDER BY indexname`;
  return rows.map(({ sql }) =>
    sql.replace(/\s+/g, " ").replace(/" ?\(/, '" (').replace("IF NOT EXISTS ", ""),
  );
}

describe("a first load", () => {
  test("runs without the indexes and leaves them as the migrations made them", async () => {
    const before = await indexes();
    const during = await withLateIndexes(testDb.db, MANY, indexes);
    expect(before.length - during.length).toBe(LATE_INDEXES.length);
    expect(await indexes()).toEqual(before);
  });

  test("that fails leaves them too", async () => {
    const before = await indexes();
    const failing = withLateIndexes(testDb.db, MANY, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(await indexes()).toEqual(before);
  });

  test("of few orders keeps them", async () => {
    const before = await indexes();
    expect(await withLateIndexes(testDb.db, { expectedCount: 1_000 }, indexes)).toEqual(before);
  });

  test.runIf(isOnSqlite())("beside many that are there, keeps them", async () => {
    const before = await indexes();
    const { shopId } = await givenOrder(testDb.db);
    await testDb.db.$executeRaw`UPDATE "Order" SET "rowid" = 50000 WHERE "shopId" = ${shopId}`;
    expect(await withLateIndexes(testDb.db, MANY, indexes)).toEqual(before);
  });

  test("looks no further than it must for orders that are there", async () => {
    await givenOrder(testDb.db);
    expect(await hasOrdersOfAllShops(testDb.db, 1)).toBe(true);
    expect(await hasOrdersOfAllShops(testDb.db, 2)).toBe(false);
  });

  test("that was killed is mended by the sweep, unless orders are being loaded", async () => {
    const before = await indexes();
    await dropLateIndexes(testDb.db);
    await dropLateIndexes(testDb.db);
    const loading = { id: "b", shopId: "s1", resource: "orders", state: "loading", requestedAt: new Date() };
    await testDb.db.backfill.create({ data: loading });
    await mendLateIndexes(testDb.db);
    expect(await indexes()).not.toEqual(before);
    await testDb.db.backfill.update({ where: { id: "b", shopId: "s1" }, data: { state: "failed" } });
    await mendLateIndexes(testDb.db);
    await mendLateIndexes(testDb.db);
    expect(await indexes()).toEqual(before);
  });

  test("builds every index once, whoever builds it", async () => {
    const before = await indexes();
    await createLateIndexes(testDb.db);
    expect(await indexes()).toEqual(before);
  });
});
