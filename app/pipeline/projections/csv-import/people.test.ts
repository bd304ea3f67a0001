import { afterEach, beforeEach, expect, test } from "vitest";

import { compareAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { sendImportFile } from "../../../../tests/support/import-files";
import { type ExportedOrder, exportedOrder, ordersExport } from "../../../../tests/support/shopify-csv";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { csvImportRegistration } from "./registration.server";
import { findImport } from "./repository/imports.server";

const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  world = createWorld(testDb.db, [csvImportRegistration], NOW);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

async function upload(over: Partial<ExportedOrder> = {}) {
  const file = ordersExport([exportedOrder(over)]);
  const importId = await sendImportFile(testDb.db, { shopId: SHOP_ID, file, now: NOW });
  await world.runJobs();
  return findImport(testDb.db, { shopId: SHOP_ID, importId });
}

const ownerOf = async (legacyId = "5001") => {
  const { customerId } = await testDb.db.order.findUniqueOrThrow({ where: { id: `s1_${legacyId}` } });
  return customerId;
};
const differences = () => compareAggregates(testDb.db, { shopId: SHOP_ID });

const renamed = (id: string, email: string) => testDb.db.customer.update({ where: { id }, data: { email } });

test("an order stays with its customer when its file comes again after they changed their address", async () => {
  await givenCustomer(testDb.db, { legacyId: 7, email: "ada@example.com" });
  await upload();
  await renamed("s1_7", "ada@new.example");
  await upload();
  expect(await ownerOf()).toBe("s1_7");
  await givenCustomer(testDb.db, { legacyId: 8, email: "ada@example.com" });
  await upload();
  expect(await ownerOf()).toBe("s1_7");
  expect(await differences()).toEqual([]);
});

test("an order stays with the kept customer when its file comes again after a merge", async () => {
  await givenCustomer(testDb.db, { legacyId: 7, email: "ada@example.com" });
  await givenCustomer(testDb.db, { legacyId: 8, email: "ada@new.example" });
  await upload();
  const [fromGid, toGid] = ["gid://shopify/Customer/7", "gid://shopify/Customer/8"];
  await inTransaction(testDb.db, (tx) =>
    mergeCustomers(tx, { shopId: SHOP_ID, fromGid, toGid, mergedAt: NOW, now: NOW }),
  );
  const again = await upload();
  expect(await ownerOf()).toBe("s1_8");
  expect(again).toMatchObject({ takenCount: 0, knownCount: 1 });
  const other = await upload({ id: "5002", name: "#1002" });
  expect(await ownerOf("5002")).toBe("s1_8");
  expect(other).toMatchObject({ takenCount: 1, anonymousCount: 0 });
  expect(await differences()).toEqual([]);
});

test("an order without an address belongs to whoever has its phone number, however either is written", async () => {
  await givenCustomer(testDb.db, { legacyId: 7, email: null, phone: "+48600100200" });
  const taken = await upload({ email: "", phone: "'+48 600-100-200" });
  expect(await ownerOf()).toBe("s1_7");
  expect(taken).toMatchObject({ takenCount: 1, anonymousCount: 0 });
  expect(await differences()).toEqual([]);
});

test("an order with an address of nobody is not given to whoever has its phone number", async () => {
  await givenCustomer(testDb.db, { legacyId: 7, email: null, phone: "+48600100200" });
  expect(await upload({ phone: "+48600100200" })).toMatchObject({ anonymousCount: 1 });
  expect(await ownerOf()).toBeNull();
});

test("a phone number without its country names nobody", async () => {
  await givenCustomer(testDb.db, { legacyId: 7, email: null, phone: "600100200" });
  expect(await upload({ email: "", phone: "600100200" })).toMatchObject({ anonymousCount: 1 });
});
