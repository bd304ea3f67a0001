import { afterEach, beforeEach, expect, test } from "vitest";

import { FEATURES } from "~/composition-features.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import type { MovedTable } from "~/pipeline/events/moved-table";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { fillEveryTable } from "../../../../tests/support/privacy-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { movedTables, registerMovedTables } from "./hooks.server";
import { moveRows, returnRows } from "./repository/rows.server";

const PAIR = { shopId: SHOP_ID, fromCustomerId: "s1_7", toCustomerId: "s1_9002" };

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await fillEveryTable(db, { shopId: SHOP_ID, domain: "demo-shop.myshopify.com", number: 7, mark: "Marked" });
  await givenCustomer(db, { legacyId: 9002 });
  registerMovedTables(FEATURES.flatMap((feature) => feature.movedTables ?? []));
});
afterEach(() => testDb.close());

/** Whose the rows of a table are, each row with what else it says. */
async function rowsOf({ model }: MovedTable, customerId: string): Promise<unknown[]> {
  const rows = await db.$queryRawUnsafe<Record<string, unknown>[]>(
    `SELECT * FROM "${model}" WHERE "shopId" = ? AND "customerId" = ?`,
    SHOP_ID,
    customerId,
  );
  const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
  return rows.map((row) => JSON.stringify({ ...row, customerId: null }, plain)).sort();
}

test("rows of every table go along with a merge, and come back, whatever is unique of them", async () => {
  const { id: mergeId } = await db.customerMerge.findFirstOrThrow({ where: { shopId: SHOP_ID } });
  for (const table of movedTables()) {
    const before = await rowsOf(table, PAIR.fromCustomerId);
    expect([table.model, before.length > 0]).toEqual([table.model, true]);
    await inTransaction(db, (tx) => moveRows(tx, { ...PAIR, mergeId }, table), { shopId: SHOP_ID });
    const moved = await rowsOf(table, PAIR.toCustomerId);
    expect([table.model, moved]).toEqual([table.model, before]);
    const left = await rowsOf(table, PAIR.fromCustomerId);
    expect([table.model, left]).toEqual([table.model, table.isCopied ? before : []]);
    await inTransaction(db, (tx) => returnRows(tx, { ...PAIR, mergeId }, table), { shopId: SHOP_ID });
    expect([table.model, await rowsOf(table, PAIR.fromCustomerId)]).toEqual([table.model, before]);
    expect([table.model, await rowsOf(table, PAIR.toCustomerId)]).toEqual([table.model, []]);
  }
});
