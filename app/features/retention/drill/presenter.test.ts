import { Prisma } from "~/generated/prisma/client";
import { afterAll, beforeAll, expect, test } from "vitest";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { planOf, rememberingQuestions } from "../../../../tests/support/query-plans";
import { createTestDb, isOnSqlite, type TestDb } from "../../../../tests/support/test-db";
import { presentOrderDrill, presentRecoveredOrders, presentDrillWindow } from "./presenter.server";
import { parseOrderDrill, parseRecoveredDrill } from "./schema";

const NOW = new Date("2026-11-23T10:00:00Z");

let testDb: TestDb;
let shop: Awaited<ReturnType<typeof givenShop>>;
beforeAll(async () => {
  testDb = await createTestDb();
  const { db } = testDb;
  shop = await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  await givenCustomer(db, { legacyId: 1 });
  await givenOrder(db, { legacyId: 10, customerId: "s1_1", placedAt: "2026-11-01T12:00:00Z" });
  await givenOrder(db, { legacyId: 11, placedAt: "2026-11-02T12:00:00Z", netMinor: 700 });
  await givenOrder(db, { legacyId: 12, placedAt: "2026-11-03T12:00:00Z", isValid: false });
  await givenOrder(db, { legacyId: 13, placedAt: "2026-11-03T12:00:00Z", deletedAt: NOW });
  await givenOrder(db, { shopId: "s2", legacyId: 14, placedAt: "2026-11-03T12:00:00Z" });
});
afterAll(() => testDb.close());

const drill = (search: string, shopId = "s1") =>
  presentOrderDrill(testDb.db, { shopId, shop, now: NOW, ...parseOrderDrill(new URLSearchParams(search)) });

test("only valid orders of the shop are listed, newest first, with the buyer's name", async () => {
  const data = await drill("from=2026-11-01");
  expect(data).toMatchObject({ orderCount: 2, netMinor: 5_700, page: 1, pageCount: 1 });
  expect(data.orders.map(({ name, customerName }) => [name, customerName])).toEqual([
    ["#11", null],
    ["#10", "Ada Lovelace"],
  ]);
});

test("both bounds of a range are inclusive", async () => {
  expect((await drill("from=2026-11-01&to=2026-11-01")).orderCount).toBe(1);
  expect((await drill("from=2026-11-02&to=2026-11-02")).orderCount).toBe(1);
  expect((await drill("to=2026-10-31")).orderCount).toBe(0);
});

test.runIf(isOnSqlite())("a page of all orders is found in order, not by sorting them all", async () => {
  const { db, questions } = rememberingQuestions(testDb.db);
  const selection = { kind: "range", range: { from: null, to: null } } as const;
  await presentOrderDrill(db, { shopId: "s1", shop, now: NOW, page: 1, selection });
  const [list] = questions.filter(({ sql }) => sql.includes("LIMIT"));
  const steps = await planOf(testDb.db, list ?? Prisma.empty);
  // What is sorted are the orders of a day, and then the one page.
  expect(
    steps.filter(({ detail }) => detail.includes("USE TEMP B-TREE")).map(({ detail }) => detail),
  ).toEqual(["USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY", "USE TEMP B-TREE FOR ORDER BY"]);
});

test("orders of a cohort have a buyer: those without are in none", async () => {
  expect(await drill("cohort=2026-11&offset=0")).toMatchObject({ orderCount: 1, netMinor: 5_000 });
});

test("recovered orders are those cart recovery names, of this shop only", async () => {
  const { range, page } = parseRecoveredDrill(new URLSearchParams("from=2026-10-25"));
  const asked = { shop, now: NOW, range, page, orderIds: ["s1_10", "s2_14", "s1_12"] };
  const data = await presentRecoveredOrders(testDb.db, { shopId: "s1", ...asked });
  expect(data).toMatchObject({ orderCount: 1, netMinor: 5_000, selection: { kind: "recovered", range } });
  expect(presentDrillWindow({ range, shop, now: NOW })).toEqual({
    from: new Date("2026-10-24T22:00:00Z"),
    to: new Date(NOW.getTime() + 1),
  });
});

test.each([
  ["", { kind: "range", range: { from: null, to: null } }],
  ["from=yesterday&to=2026-02-30", { kind: "range", range: { from: null, to: null } }],
  ["cohort=2026-1&offset=0", { kind: "range", range: { from: null, to: null } }],
  ["cohort=2026-01&offset=2", { kind: "cohort-month", cohort: "2026-01", offset: 2 }],
  [
    "since=2025-01&before=2026-11&offset=0",
    { kind: "cohort-span", since: "2025-01", before: "2026-11", offset: 0 },
  ],
])("the address ?%s asks for %j", (search, selection) => {
  expect(parseOrderDrill(new URLSearchParams(search))).toEqual({ selection, page: 1 });
});
