import { afterAll, beforeAll, expect, test } from "vitest";

import { registerFacts } from "~/engine/facts/registry.server";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { customersRegistration } from "../registration.server";
import { customerListParams } from "../rules/list-query";
import { parseCustomerListQuery } from "../schema";
import { presentCustomerList } from "./presenter.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const SHOP = { currencyCode: "EUR", ianaTimezone: "Europe/Warsaw", historySinceAt: null };

let testDb: TestDb;
beforeAll(async () => {
  registerFacts(customersRegistration.facts ?? []);
  testDb = await createTestDb();
  const { db } = testDb;
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  const customers = [
    { legacyId: 1, firstName: "Łucja", lastName: "Żak", email: "lucja@example.com" },
    {
      legacyId: 2,
      firstName: "Bob",
      lastName: "100%",
      email: "bob@example.com",
      emailConsentState: "UNSUBSCRIBED",
    },
    { legacyId: 3, firstName: null, lastName: null, email: "anna.k@example.com", emailConsentState: null },
    { legacyId: 4, firstName: "Анна", lastName: "Каренина", email: "vronsky@example.com", registeredAt: NOW },
    { legacyId: 5, firstName: "Gone", lastName: "Person", email: null, deletedAt: NOW },
  ];
  for (const { legacyId, firstName, lastName, email, ...rest } of customers) {
    const searchText = [firstName, lastName, email].filter(Boolean).join(" ").toLowerCase();
    await givenCustomer(db, { legacyId, firstName, lastName, email, searchText, ...rest });
  }
  await givenCustomer(db, { shopId: "s2", legacyId: 9, searchText: "stranger bob" });
  await givenOrder(db, { customerId: "s1_1", placedAt: "2026-11-01T12:00:00Z", netMinor: 3_000 });
  await givenOrder(db, { customerId: "s1_1", placedAt: "2026-11-10T12:00:00Z", netMinor: 4_000 });
  await givenOrder(db, { customerId: "s1_2", placedAt: "2026-11-20T12:00:00Z", netMinor: 9_000 });
  await givenOrder(db, { customerId: "s1_5", placedAt: "2026-11-05T12:00:00Z", netMinor: 1_000 });
  await givenOrder(db, { customerId: "s1_77", placedAt: "2026-11-06T12:00:00Z", netMinor: 500 });
  await db.vipMembership.create({
    data: { shopId: "s1", customerId: "s1_1", tierId: "gold", since: NOW, updatedAt: NOW },
  });
});
afterAll(() => testDb.close());

const asking = (condition: unknown) =>
  new URLSearchParams({ condition: JSON.stringify(condition) }).toString();
const comparison = (fact: string, operator: string, operand: unknown = null) => ({
  ...{ kind: "fact", fact, parameters: {}, operator, operand },
});
const list = (search: string, shopId = "s1") =>
  presentCustomerList(testDb.db, {
    shopId,
    shop: SHOP,
    query: parseCustomerListQuery(new URLSearchParams(search)),
    tierNames: { gold: "Gold" },
    now: NOW,
  });
const ids = async (search: string) => (await list(search)).customers.map(({ id }) => id.replace("s1_", ""));

test("without a question everybody who still exists is listed, the last order first, without orders last", async () => {
  expect(await ids("")).toEqual(["2", "1", "4", "3"]);
  expect((await list("")).totalCount).toBe(4);
});

test.each([
  ["sort=last-order&direction=asc", ["1", "2", "3", "4"]],
  ["sort=net-spend", ["2", "1", "4", "3"]],
  ["sort=net-spend&direction=asc", ["1", "2", "3", "4"]],
  ["sort=orders", ["1", "2", "4", "3"]],
  ["sort=name", ["3", "2", "1", "4"]],
  ["sort=registered", ["4", "3", "2", "1"]],
])("%s sorts, who lacks the value comes last, ties by id", async (search, expected) => {
  expect(await ids(search)).toEqual(expected);
});

test.each([
  ["bob", ["2"]],
  ["BOB@EXAMPLE", ["2"]],
  ["łucja", ["1"]],
  ["ŁUCJA żak", ["1"]],
  ["żak łucja", ["1"]],
  ["каренина", ["4"]],
  ["anna.k", ["3"]],
  ["anna k", ["3"]],
  ["100%", ["2"]],
  ["%", []],
  ["_", []],
  ["nobody", []],
  ["'; DROP TABLE", []],
])("a search for %s finds %j: any case, diacritics as typed, every word", async (search, expected) => {
  expect(await ids(new URLSearchParams({ q: search }).toString())).toEqual(expected);
});

test("a row tells name or mail, figures, tier and consent", async () => {
  const { customers } = await list("sort=name&direction=asc");
  expect(customers.find(({ id }) => id === "s1_3")).toMatchObject({
    name: "anna.k@example.com",
    consent: "unknown",
  });
  expect(customers.find(({ id }) => id === "s1_1")).toEqual({
    id: "s1_1",
    name: "Łucja Żak",
    email: "lucja@example.com",
    isDeleted: false,
    orderCount: 2,
    netMinor: 7_000,
    lastOrderAt: "2026-11-10T12:00:00.000Z",
    registeredAt: "2024-01-01T00:00:00.000Z",
    tierName: "Gold",
    consent: "subscribed",
  });
});

test("tier and consent narrow the list", async () => {
  expect(await ids("tier=gold")).toEqual(["1"]);
  expect(await ids("tier=silver")).toEqual([]);
  expect(await ids("consent=subscribed")).toEqual(["1", "4"]);
  expect(await ids("consent=not-subscribed")).toEqual(["2"]);
  expect(await ids("consent=unknown")).toEqual(["3"]);
});

test("a condition narrows the list as it narrows an audience, in every order, together with all else", async () => {
  const buyers = asking({ kind: "all", of: [comparison("orders.count", "at-least", 1)] });
  expect(await ids(buyers)).toEqual(["2", "1"]);
  expect(await ids(`${buyers}&sort=name`)).toEqual(["2", "1"]);
  expect(await ids(`${buyers}&q=bob`)).toEqual(["2"]);
  expect(await ids(`${buyers}&tier=gold`)).toEqual(["1"]);
  expect(await list(buyers)).toMatchObject({ totalCount: 2, isStoreEmpty: false });
  expect(await ids(asking({ kind: "none", of: [comparison("orders.count", "at-least", 2)] }))).toEqual([
    ...["2", "4", "3"],
  ]);
  expect(await ids(asking(comparison("orders.count", "at-least", 9)))).toEqual([]);
  expect((await list(buyers, "s2")).totalCount).toBe(0);
});

test("of a segment, a condition leaves those out of whom nothing is known any more", async () => {
  const anybody = asking(comparison("orders.count", "at-least", 0));
  expect(await ids(`segment=buyers&from=2026-11-01&${anybody}`)).toEqual(["2", "1"]);
});

test("what can be asked comes along, and what a condition's products are called", async () => {
  await testDb.db.product.create({
    data: { id: "p1", shopId: "s1", gid: "gid://shopify/Product/1", title: "Beans" },
  });
  const { facts, names, query } = await list(asking(comparison("orders.products", "has", "p1")));
  expect(facts.map(({ key }) => key)).toContain("orders.count");
  expect([names, query.condition?.kind]).toEqual([[{ value: "p1", label: "Beans" }], "fact"]);
});

test.each([
  ["a fact nobody knows", comparison("weather.today", "known")],
  ["a comparison that does not fit", comparison("orders.count", "is-true")],
  ["one that is not finished", comparison("orders.count", "at-least")],
])("%s does not narrow the list", async (_what, condition) => {
  expect(await list(asking(condition))).toMatchObject({ totalCount: 4, query: { condition: null } });
});

test("a segment also holds buyers who were deleted since or whom only orders know: they were counted", async () => {
  const { customers } = await list("segment=buyers&from=2026-11-01");
  expect(customers.map(({ id, isDeleted }) => [id, isDeleted])).toEqual([
    ["s1_2", false],
    ["s1_1", false],
    ["s1_77", true],
    ["s1_5", true],
  ]);
});

test("a segment and a search narrow together", async () => {
  expect(await ids("segment=buyers&from=2026-11-01&q=bob")).toEqual(["2"]);
  expect(await ids("segment=repeat-buyers&from=2026-11-01")).toEqual(["1"]);
  expect(await ids("segment=repeat-buyers&from=2026-11-05&to=2026-11-12")).toEqual(["1"]);
  expect(await ids("segment=repeat-buyers&to=2026-11-05")).toEqual([]);
});

test("a page past the end shows the last one", async () => {
  expect(await list("page=99")).toMatchObject({ page: 1, pageCount: 1, query: { page: 1 } });
});

test("another shop sees none of it", async () => {
  const theirs = await list("", "s2");
  expect(theirs.customers.map(({ id }) => id)).toEqual(["s2_9"]);
  expect((await list("segment=buyers", "s2")).totalCount).toBe(0);
});

test("a store that has nobody yet says so, a search that finds nobody does not", async () => {
  expect((await list("", "s3")).isStoreEmpty).toBe(true);
  expect((await list("q=nobody")).isStoreEmpty).toBe(false);
});

test.each([
  "segment=buyers&from=2026-11-01",
  "segment=repeat-buyers&from=2026-11-01&to=2026-11-30",
  "segment=cohort&cohort=2026-02",
  "segment=cohort-month&cohort=2026-02&offset=3",
  "segment=cohort-span&since=2025-01&before=2026-11&offset=0",
  "q=ada&tier=gold&consent=unknown&sort=name&direction=desc&page=3",
  asking({ kind: "all", of: [comparison("orders.count", "at-least", 2)] }),
  "",
])("the address ?%s survives reading and writing", (search) => {
  const query = parseCustomerListQuery(new URLSearchParams(search));
  expect(customerListParams(query).toString()).toBe(search);
});

test.each([
  ["segment=cohort&cohort=2026-13", { segment: null }],
  ["segment=cohort-month&cohort=2026-01&offset=-1", { segment: null }],
  ["segment=buyers&from=2026-02-30", { segment: { kind: "buyers", from: null, to: null } }],
  [
    "sort=password&direction=sideways&page=0&consent=maybe",
    { sort: "last-order", direction: "desc", page: 1, consent: null },
  ],
  ["condition=%7B", { condition: null }],
  ["condition=%7B%22kind%22%3A%22fact%22%7D", { condition: null }],
  [asking({ kind: "all", of: [] }), { condition: null }],
  [asking(comparison("orders.count", "is", "x".repeat(3_000))), { condition: null }],
])("what makes no sense in ?%s is left out", (search, expected) => {
  expect(parseCustomerListQuery(new URLSearchParams(search))).toMatchObject(expected);
});
