import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction, openDb } from "~/platform/db.server";

import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { changeScopes, installShop, uninstallShop } from "./lifecycle.server";
import { findShopByDomain, listInstalledShopIds, type ShopFacts } from "./repository.server";

const INSTALLED = new Date("2026-03-01T12:00:00Z");
const hoursLater = (hours: number) => new Date(INSTALLED.getTime() + hours * 3_600_000);
const FACTS: ShopFacts = {
  domain: "demo-shop.myshopify.com",
  gid: "gid://shopify/Shop/1",
  name: "Demo shop",
  email: "owner@example.com",
  currencyCode: "EUR",
  ianaTimezone: "Europe/Warsaw",
  countryCode: "PL",
  scopes: "read_orders,read_customers",
};

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
});
afterEach(() => testDb.close());

const install = (now = INSTALLED, facts: Partial<ShopFacts> = {}) =>
  installShop(testDb.db, { facts: { ...FACTS, ...facts }, now });
const uninstall = (shopId: string, at: Date, now = at) =>
  inTransaction(testDb.db, (tx) => uninstallShop(tx, { shopId, at, now }));
const change = (shopId: string, scopes: string[], at: Date) =>
  inTransaction(testDb.db, (tx) => changeScopes(tx, { shopId, scopes, at, now: at }));

async function events() {
  const rows = await testDb.db.domainEvent.findMany({ orderBy: [{ occurredAt: "asc" }, { id: "asc" }] });
  return rows.map((row) => row.type);
}
const givenSession = (shop: string) =>
  testDb.db.session.create({ data: { id: `offline_${shop}`, shop, state: "", accessToken: "t" } });
const shop = () => findShopByDomain(testDb.db, { domain: FACTS.domain });

describe("installing", () => {
  test("makes the shop known and tells of it", async () => {
    const { outcome, shop: installed } = await install();
    expect(outcome).toBe("installed");
    expect(installed).toMatchObject({
      domain: "demo-shop.myshopify.com",
      scopes: "read_customers,read_orders",
      installedAt: INSTALLED,
      uninstalledAt: null,
    });
    expect(await events()).toEqual(["shop.installed"]);
  });

  test("a second time only brings the facts up to date", async () => {
    const first = await install();
    const { outcome, shop: again } = await install(hoursLater(1), {
      name: "New name",
      scopes: "read_customers,read_orders",
    });
    expect([outcome, again.id, again.name]).toEqual(["known", first.shop.id, "New name"]);
    expect(again.installedAt).toEqual(INSTALLED);
    expect(await events()).toEqual(["shop.installed"]);
  });

  test("at the same time in two processes tells of it once", async () => {
    const other = await openDb(testDb.url);
    const outcomes = await Promise.all(
      [testDb.db, other, testDb.db, other].map((db) => installShop(db, { facts: FACTS, now: INSTALLED })),
    );
    await other.$disconnect();
    expect(outcomes.filter(({ outcome }) => outcome === "installed")).toHaveLength(1);
    expect(await testDb.db.shop.count()).toBe(1);
    expect(await events()).toEqual(["shop.installed"]);
  });

  test("again after a removal is a new installation under the old id", async () => {
    const first = await install();
    await uninstall(first.shop.id, hoursLater(1));
    const { outcome, shop: again } = await install(hoursLater(2));
    expect([outcome, again.id]).toEqual(["reinstalled", first.shop.id]);
    expect(again).toMatchObject({ installedAt: hoursLater(2), uninstalledAt: null });
    expect(await events()).toEqual(["shop.installed", "shop.uninstalled", "shop.installed"]);
  });

  test("of a known shop with other scopes tells that they changed, whichever news came first", async () => {
    const { shop: known } = await install();
    await install(hoursLater(1), { scopes: "read_orders,read_all_orders,read_customers" });
    await change(known.id, ["read_all_orders", "read_customers", "read_orders"], hoursLater(1));
    expect(await events()).toEqual(["shop.installed", "shop.scopes-changed"]);
  });
});

describe("removing the app", () => {
  test("stops the shop, forgets its tokens and tells of it, once", async () => {
    const { shop: installed } = await install();
    await givenSession(FACTS.domain);
    await givenSession("other.myshopify.com");
    await uninstall(installed.id, hoursLater(1), hoursLater(1.5));
    await uninstall(installed.id, hoursLater(1), hoursLater(2));
    expect((await shop())?.uninstalledAt).toEqual(hoursLater(1));
    expect(await listInstalledShopIds(testDb.db)).toEqual([]);
    expect((await testDb.db.session.findMany()).map((session) => session.shop)).toEqual([
      "other.myshopify.com",
    ]);
    expect(await events()).toEqual(["shop.installed", "shop.uninstalled"]);
  });

  test("told only after the shop came back changes nothing", async () => {
    const { shop: installed } = await install();
    await uninstall(installed.id, hoursLater(1));
    await install(hoursLater(2));
    await givenSession(FACTS.domain);
    await uninstall(installed.id, hoursLater(1), hoursLater(3));
    expect((await shop())?.uninstalledAt).toBeNull();
    expect(await testDb.db.session.count()).toBe(1);
    expect(await events()).toEqual(["shop.installed", "shop.uninstalled", "shop.installed"]);
  });

  test("whose first news comes after the shop was seen with the app again changes nothing", async () => {
    const { shop: installed } = await install();
    await install(hoursLater(2));
    await givenSession(FACTS.domain);
    await uninstall(installed.id, hoursLater(1), hoursLater(3));
    expect((await shop())?.uninstalledAt).toBeNull();
    expect(await testDb.db.session.count()).toBe(1);
    await uninstall(installed.id, hoursLater(2), hoursLater(3));
    expect((await shop())?.uninstalledAt).toEqual(hoursLater(2));
  });

  test("whose first news comes after the shop came back changes nothing either", async () => {
    const { shop: installed } = await install();
    await uninstall(installed.id, hoursLater(-1), hoursLater(3));
    expect((await shop())?.uninstalledAt).toBeNull();
  });

  test("for a second time, later, counts", async () => {
    const { shop: installed } = await install();
    await uninstall(installed.id, hoursLater(1));
    await install(hoursLater(2));
    await uninstall(installed.id, hoursLater(3));
    expect((await shop())?.uninstalledAt).toEqual(hoursLater(3));
  });
});

describe("changed scopes", () => {
  test("are taken over and told once, in whatever order they are listed", async () => {
    const { shop: installed } = await install();
    await change(installed.id, ["write_customers", "read_orders"], hoursLater(1));
    await change(installed.id, ["read_orders", "write_customers"], hoursLater(1));
    expect((await shop())?.scopes).toBe("read_orders,write_customers");
    expect(await events()).toEqual(["shop.installed", "shop.scopes-changed"]);
  });

  test("that are what was known are no change", async () => {
    const { shop: installed } = await install();
    await change(installed.id, ["read_orders", "read_customers"], hoursLater(1));
    expect(await events()).toEqual(["shop.installed"]);
  });

  test("that are older than those we know are ignored", async () => {
    const { shop: installed } = await install();
    await change(installed.id, ["read_orders"], hoursLater(2));
    await change(installed.id, ["read_customers"], hoursLater(1));
    await change(installed.id, ["read_products"], hoursLater(-1));
    expect((await shop())?.scopes).toBe("read_orders");
    expect(await events()).toEqual(["shop.installed", "shop.scopes-changed"]);
  });
});
