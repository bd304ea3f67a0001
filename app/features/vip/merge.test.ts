import { afterEach, beforeEach, expect, test } from "vitest";

import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { listMergedInto } from "~/pipeline/projections/merge/queries.server";
import { registerMovedTables } from "~/pipeline/projections/merge/hooks.server";
import { undoMerge } from "~/pipeline/projections/merge/undo.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { vipRegistration } from "./registration.server";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "./schema";

const NOW = new Date("2026-11-23T10:00:00Z");
const GOLD = { id: "gold", name: "Gold", tag: "Gold", minOrderCount: 2, minNetMinor: null };

let testDb: TestDb;
let db: RootDb;
let world: World;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createWorld(db, [vipRegistration], NOW);
  await world.runJobs();
  registerMovedTables(vipRegistration.movedTables ?? []);
  await givenShop(db);
  const value = VipSettingsSchema.parse({ tiers: [GOLD] });
  await writeSetting(db, { shopId: SHOP_ID, key: VIP_SETTINGS_KEY, value, now: NOW });
  for (const legacyId of [1, 2]) {
    await givenCustomer(db, { legacyId });
    await givenOrder(db, { customerId: `s1_${legacyId}`, placedAt: "2026-11-01T10:00:00Z" });
  }
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const merge = () =>
  inTransaction(db, (tx) =>
    mergeCustomers(tx, {
      shopId: SHOP_ID,
      fromGid: "gid://shopify/Customer/1",
      toGid: "gid://shopify/Customer/2",
      mergedAt: NOW,
      now: NOW,
    }),
  );
const members = async () =>
  (await db.vipMembership.findMany({ where: { shopId: SHOP_ID } })).map(({ customerId, tierId }) => [
    customerId,
    tierId,
  ]);

test("the orders of both earn the kept customer a tier and its tag, once", async () => {
  expect(await members()).toEqual([]);
  await merge();
  await merge();
  await world.runJobs();
  expect(await members()).toEqual([["s1_2", "gold"]]);
  expect(world.shopify.calls).toEqual([
    { kind: "add-tags", customerGid: "gid://shopify/Customer/2", tags: ["Gold"] },
  ]);
});

test("an undo takes the tier back, as neither has earned it alone", async () => {
  await merge();
  await world.runJobs();
  const [merged] = await listMergedInto(db, { shopId: SHOP_ID, customerId: "s1_2" });
  await inTransaction(db, (tx) =>
    undoMerge(tx, { shopId: SHOP_ID, mergeId: merged?.mergeId ?? "", now: NOW }),
  );
  await world.runJobs();
  expect(await members()).toEqual([]);
});

test("a tier of the merged customer goes along, and that of the kept one stays", async () => {
  const row = { shopId: SHOP_ID, tierId: "gold", since: NOW, updatedAt: NOW };
  await db.vipMembership.create({ data: { ...row, customerId: "s1_1" } });
  await merge();
  expect(await members()).toEqual([["s1_2", "gold"]]);
});
