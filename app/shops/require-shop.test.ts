import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { setClock } from "~/platform/clock.server";
import { provideDb } from "~/platform/database.server";

import { givenShop } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { provideAdminPorts } from "./authenticator.server";
import { requireShop } from "./require-shop.server";
import { GENERAL_SETTINGS_KEY } from "./schema";
import { writeSetting } from "./settings.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const REQUEST = new Request("https://perennial.example/app");

let testDb: TestDb;
let restoreClock: () => void;
beforeEach(async () => {
  testDb = await createTestDb();
  provideDb(testDb.db);
  restoreClock = setClock({ now: () => NOW });
  authenticateAs("demo-shop.myshopify.com");
});
afterEach(async () => {
  restoreClock();
  await testDb.close();
});

let setUps: string[];
function authenticateAs(
  shopDomain: string,
  {
    locale = null,
    setUp = () => Promise.resolve(),
  }: { locale?: string | null; setUp?: () => Promise<unknown> } = {},
) {
  setUps = [];
  provideAdminPorts({
    authenticate: () => Promise.resolve({ shopDomain, locale }),
    setUpShop: async (domain) => {
      setUps.push(domain);
      await setUp();
    },
  });
}

const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : thrown),
  );

test("a request of an installed shop gets that shop, the database and the time", async () => {
  await givenShop(testDb.db);
  await givenShop(testDb.db, { id: "s2", domain: "other.myshopify.com" });
  const context = await requireShop(REQUEST);
  expect(context).toMatchObject({
    shopId: "s1",
    shop: { domain: "demo-shop.myshopify.com" },
    locale: "en",
    now: NOW,
  });
  expect(context.db).toBe(testDb.db);
});

test("a shop that we do not know yet is set up on its first request, and only then", async () => {
  authenticateAs("demo-shop.myshopify.com", { setUp: () => givenShop(testDb.db) });
  expect(await requireShop(REQUEST)).toMatchObject({ shopId: "s1" });
  expect(await requireShop(REQUEST)).toMatchObject({ shopId: "s1" });
  expect(setUps).toEqual(["demo-shop.myshopify.com"]);
});

test("a shop that had removed the app is set up anew", async () => {
  await givenShop(testDb.db, { uninstalledAt: NOW });
  authenticateAs("demo-shop.myshopify.com", {
    setUp: () => testDb.db.shop.updateMany({ data: { uninstalledAt: null } }),
  });
  expect(await requireShop(REQUEST)).toMatchObject({ shopId: "s1", shop: { uninstalledAt: null } });
});

test("a shop that cannot be set up is asked to open the app again", async () => {
  expect(await statusOf(requireShop(REQUEST))).toBe(409);
  await givenShop(testDb.db, { uninstalledAt: NOW });
  expect(await statusOf(requireShop(REQUEST))).toBe(409);
});

test("who cannot prove their shop gets the authenticator's answer", async () => {
  await givenShop(testDb.db);
  provideAdminPorts({
    authenticate: () => Promise.reject(new Response(null, { status: 401 })),
    setUpShop: () => Promise.resolve(),
  });
  expect(await statusOf(requireShop(REQUEST))).toBe(401);
});

describe("the language", () => {
  test.each([
    ["auto", "pl-PL", "pl"],
    ["auto", "ru", "ru"],
    ["auto", "de-DE", "en"],
    ["auto", null, "en"],
    ["pl", "ru-RU", "pl"],
    ["en", "pl-PL", "en"],
  ])("is, set to %s in an admin in %s, %s", async (language, adminLocale, locale) => {
    await givenShop(testDb.db);
    await writeSetting(testDb.db, { shopId: "s1", key: GENERAL_SETTINGS_KEY, value: { language }, now: NOW });
    authenticateAs("demo-shop.myshopify.com", { locale: adminLocale });
    expect((await requireShop(REQUEST)).locale).toBe(locale);
  });
});
