import { afterAll, beforeAll, expect, test } from "vitest";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { customerListParams } from "../rules/list-query";
import { parseCustomerListQuery } from "../schema";
import { presentCustomerList } from "./presenter.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const SHOP = { currencyCode: "EUR", ianaTimezone: "Europe/Warsaw", historySinceAt: null };

let testDb: TestDb;
beforeAll(async () => {
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
])("what makes no sense in ?%s is left out", (search, expected) => {
  expect(parseCustomerListQuery(new URLSearchParams(search))).toMatchObject(expected);
});
