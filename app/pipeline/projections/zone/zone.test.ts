import { afterEach, beforeEach, expect, test } from "vitest";

import { inTransaction, type RootDb } from "~/platform/db.server";
import { shopTopics } from "~/shops/topics.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { compareAggregates, recountAggregates } from "../aggregates/recount.server";
import { zoneRegistration } from "./registration.server";

const NOW = "2026-03-05T12:00:00Z";

let testDb: TestDb;
let db: RootDb;
let world: World;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createWorld(db, [zoneRegistration], NOW);
  await givenShop(db);
  const { id } = await givenCustomer(db, { legacyId: 1 });
  await givenOrder(db, { legacyId: 11, customerId: id, placedAt: "2026-02-28T23:30:00Z" });
  await givenOrder(db, { legacyId: 12, customerId: id, placedAt: "2026-03-01T12:00:00Z" });
  await recountAggregates(db, { shopId: SHOP_ID });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

async function tell(zone: string, at: string): Promise<void> {
  const handler = shopTopics["shop/update"];
  if (!handler) throw new Error("expected shop/update to be handled");
  const body = { myshopify_domain: "demo-shop.myshopify.com", iana_timezone: zone };
  const delivery = { deliveryId: "d1", triggeredAt: new Date(at) };
  await inTransaction(db, (tx) => handler(tx, { shop: { id: SHOP_ID }, delivery, body, now: world.now() }));
}

const days = async () =>
  (await db.order.findMany({ orderBy: { id: "asc" } })).map(({ placedOn, placedMonth }) => [
    placedOn,
    placedMonth,
  ]);

test("orders move to the days of the new zone, and the sums with them", async () => {
  expect(await days()).toEqual([
    ["2026-03-01", "2026-03"],
    ["2026-03-01", "2026-03"],
  ]);
  await tell("America/New_York", NOW);
  await world.runJobs();
  expect(await days()).toEqual([
    ["2026-02-28", "2026-02"],
    ["2026-03-01", "2026-03"],
  ]);
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
  expect(await db.dayStats.findMany({ orderBy: { day: "asc" } })).toMatchObject([
    { day: "2026-02-28", orderCount: 1 },
    { day: "2026-03-01", orderCount: 1 },
  ]);
});

test("the same zone again moves nothing and makes no work", async () => {
  await tell("Europe/Warsaw", NOW);
  expect(await db.job.count()).toBe(0);
  expect(await db.domainEvent.count()).toBe(0);
});

test("told twice, and back again, it ends in the zone told last", async () => {
  await tell("America/New_York", NOW);
  await tell("America/New_York", NOW);
  world.at("2026-03-05T12:01:00Z");
  await tell("Europe/Warsaw", "2026-03-05T12:01:00Z");
  await world.runJobs();
  expect((await days())[0]).toEqual(["2026-03-01", "2026-03"]);
  expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
});

test("another shop's orders stay where they are", async () => {
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  await givenOrder(db, { shopId: "s2", legacyId: 21, placedAt: "2026-02-28T23:30:00Z" });
  await tell("America/New_York", NOW);
  await world.runJobs();
  expect(await db.order.findFirst({ where: { shopId: "s2" } })).toMatchObject({ placedOn: "2026-03-01" });
});
