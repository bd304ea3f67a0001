import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { customersRegistration } from "~/features/customers/registration.server";
import { provideDb } from "~/platform/database.server";
import { loader } from "~/routes/app.facts.values";
import { provideAdminPorts } from "~/shops/authenticator.server";

import { givenCustomer, givenShop } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { presentConditionNames, presentFacts, searchFactValues } from "./presenter.server";
import { registerFacts } from "./registry.server";

let testDb: TestDb;
beforeAll(async () => {
  registerFacts(customersRegistration.facts ?? []);
  testDb = await createTestDb();
  const { db } = testDb;
  await givenShop(db);
  await givenCustomer(db, { tags: ["VIP", "Tea lover"] });
  await givenCustomer(db, { tags: ["vip", ...Array.from({ length: 25 }, (_, index) => `bulk-${index}`)] });
  await givenCustomer(db, { shopId: "s2", tags: ["vip-of-others"] });
  const product = (id: string, title: string, over: { deletedAt?: Date; shopId?: string } = {}) =>
    db.product.create({ data: { id, shopId: "s1", gid: id, title, ...over } });
  await product("s1_501", "Morning blend");
  await product("s1_502", "Evening blend");
  await product("s1_503", "Old blend", { deletedAt: new Date("2026-01-01T00:00:00Z") });
  await product("s2_501", "Blend of others", { shopId: "s2" });
});
afterAll(() => testDb.close());

const search = (names: "tag" | "product", words: string, shopId = "s1") =>
  searchFactValues(testDb.db, { shopId, names, search: words });

test("facts are told as browsers may know them", async () => {
  const facts = new Map((await presentFacts(testDb.db, { shopId: "s1" })).map((fact) => [fact.key, fact]));
  expect(facts.size).toBe(customersRegistration.facts?.length);
  expect(facts.get("orders.count")).toEqual({
    key: "orders.count",
    textNamespace: "customers",
    type: "number",
    parameters: [{ name: "days", kind: "days", min: 0, max: 3650, default: 0 }],
    choices: [],
    names: null,
    history: "orders-as-today",
    naming: null,
  });
  expect(facts.get("customer.city")?.history).toBe("as-today");
  expect(facts.get("customer.tags")).toMatchObject({ names: "tag", history: "exact" });
});

describe("a search for values", () => {
  test("finds tags in any case, each once", async () => {
    expect((await search("tag", "VIP")).map(({ value }) => value)).toEqual(["vip"]);
    expect(await search("tag", " lover")).toEqual([{ value: "tea lover", label: "Tea lover" }]);
  });

  test("finds products by words of their title, none that were deleted or are others'", async () => {
    expect(await search("product", "BLEND")).toEqual([
      { value: "s1_502", label: "Evening blend" },
      { value: "s1_501", label: "Morning blend" },
    ]);
    expect(await search("product", "nothing of the kind")).toEqual([]);
  });

  test("without words finds the first twenty", async () => {
    expect(await search("tag", "")).toHaveLength(20);
    expect(await search("product", "")).toHaveLength(2);
  });
});

test("products of a condition are named, in parameters and in values, deleted ones too", async () => {
  const comparison = { kind: "fact", operator: "at-least", operand: 1, parameters: {} } as const;
  const names = await presentConditionNames(testDb.db, {
    shopId: "s1",
    condition: {
      kind: "all",
      of: [
        { ...comparison, fact: "orders.bought-product", parameters: { product: "s1_503" } },
        { ...comparison, fact: "orders.products", operator: "has-any", operand: ["s1_501", "s2_501"] },
        { ...comparison, fact: "customer.city", operator: "is", operand: "s1_502" },
        { ...comparison, fact: "gone.fact" },
      ],
    },
  });
  expect(names).toEqual([
    { value: "s1_501", label: "Morning blend" },
    { value: "s1_503", label: "Old blend" },
  ]);
  const none = { shopId: "s1", condition: { kind: "all" as const, of: [] } };
  expect(await presentConditionNames(testDb.db, none)).toEqual([]);
});

describe("the route", () => {
  const ask = async (query: string) => {
    provideDb(testDb.db);
    provideAdminPorts({
      authenticate: () => Promise.resolve({ shopDomain: "demo-shop.myshopify.com", locale: null }),
      setUpShop: () => Promise.resolve(),
    });
    const request = new Request(`https://perennial.example/app/facts/values?${query}`);
    return loader({ request, params: {}, context: {} });
  };

  test("answers the shop at hand", async () => {
    const response = await ask("names=product&search=morning");
    expect(await response.json()).toEqual([{ value: "s1_501", label: "Morning blend" }]);
  });

  test.each(["names=people", "search=tea", `names=tag&search=${"x".repeat(101)}`])(
    "refuses %s",
    async (query) => {
      expect((await ask(query)).status).toBe(400);
    },
  );
});
