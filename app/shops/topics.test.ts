import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction } from "~/platform/db.server";

import { givenShop } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { findShop } from "./repository.server";
import { shopTopics } from "./topics.server";

const TRIGGERED = new Date("2026-03-01T12:00:00Z");
const SHOP_BODY = {
  id: 548380009,
  name: "Super Toys",
  email: "super@supertoys.example",
  currency: "USD",
  iana_timezone: "America/New_York",
  country_code: "US",
  myshopify_domain: "demo-shop.myshopify.com",
};

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
});
afterEach(() => testDb.close());

async function handle(topic: string, body: Record<string, unknown>, triggeredAt = TRIGGERED) {
  const handler = shopTopics[topic];
  if (!handler) throw new Error(`nobody handles ${topic}`);
  return inTransaction(testDb.db, (tx) =>
    handler(tx, { shop: { id: "s1" }, delivery: { deliveryId: "d", triggeredAt }, body, now: TRIGGERED }),
  );
}
const shop = () => findShop(testDb.db, { shopId: "s1" });

describe("shop/update", () => {
  test("brings the facts up to date", async () => {
    expect(await handle("shop/update", SHOP_BODY)).toEqual({ kind: "projected" });
    expect(await shop()).toMatchObject({
      name: "Super Toys",
      email: "super@supertoys.example",
      currencyCode: "USD",
      ianaTimezone: "America/New_York",
      countryCode: "US",
      scopes: "read_all_orders,read_orders,read_products,write_customers,write_discounts",
    });
  });

  test("that is older than the one we know is ignored; the same one again is not", async () => {
    await handle("shop/update", SHOP_BODY);
    const earlier = new Date(TRIGGERED.getTime() - 1);
    expect(await handle("shop/update", { ...SHOP_BODY, name: "Old" }, earlier)).toEqual({
      kind: "ignored",
      reason: "older-version",
    });
    expect(await handle("shop/update", { ...SHOP_BODY, name: "Same" })).toEqual({ kind: "projected" });
    expect((await shop())?.name).toBe("Same");
  });

  test("leaves what it does not tell as it is known", async () => {
    await handle("shop/update", { ...SHOP_BODY, iana_timezone: null, currency: null, email: null });
    expect(await shop()).toMatchObject({
      name: "Super Toys",
      ianaTimezone: "Europe/Warsaw",
      currencyCode: "EUR",
    });
  });

  test.each([
    ["iana_timezone", "Mars/Olympus", '"Mars/Olympus"'],
    ["currency", "dollars", '"dollars"'],
    ["name", 7, "7"],
  ])("with %s %j is dead, with the place and the value", async (path, value, excerpt) => {
    expect(await handle("shop/update", { ...SHOP_BODY, [path]: value })).toMatchObject({
      kind: "dead",
      problem: { path, value: excerpt },
    });
    expect((await shop())?.name).toBe("Demo shop");
  });
});

describe("app/uninstalled", () => {
  test("removes the app at the time it happened, also when it comes twice", async () => {
    for (let time = 0; time < 2; time += 1) {
      expect(await handle("app/uninstalled", SHOP_BODY)).toEqual({ kind: "projected" });
    }
    expect((await shop())?.uninstalledAt).toEqual(TRIGGERED);
    expect(await testDb.db.domainEvent.count()).toBe(1);
  });

  test("over a body that is no shop's is refused: the topic is not signed", async () => {
    expect(await handle("app/uninstalled", { id: 1, line_items: [] })).toEqual({
      kind: "refused",
      problem: {
        path: "$",
        value: '["id","line_items"]',
        message: "the topic is for a shop, the body is not",
      },
    });
    expect((await shop())?.uninstalledAt).toBeNull();
  });
});

describe("app/scopes_update", () => {
  test("takes over the scopes", async () => {
    const body = { id: 1, previous: ["read_orders"], current: ["write_customers", "read_orders"] };
    expect(await handle("app/scopes_update", body)).toEqual({ kind: "projected" });
    expect((await shop())?.scopes).toBe("read_orders,write_customers");
  });

  test("without a list is dead", async () => {
    expect(await handle("app/scopes_update", { current: "read_orders" })).toMatchObject({
      kind: "dead",
      problem: { path: "current", value: '"read_orders"' },
    });
  });
});
