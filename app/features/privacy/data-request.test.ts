import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { PRIVACY_HOOKS } from "~/composition-features.server";
import type { RootDb } from "~/platform/db.server";

import { givenShop } from "../../../tests/support/factories";
import {
  createPrivacyWorld,
  fillEveryTable,
  type Marked,
  receive,
} from "../../../tests/support/privacy-world";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { World } from "../../../tests/support/world";
import { presentPrivacy } from "./presenter.server";
import type { PersonExport } from "./rules/export-file";
import { fetchExport } from "./service.server";

const NOW = "2026-11-24T12:00:00Z";
const ADA: Marked = {
  shopId: "s1",
  domain: "demo-shop.myshopify.com",
  number: 9001,
  mark: "ada-one@marks.example",
};
const BOB: Marked = {
  shopId: "s1",
  domain: "demo-shop.myshopify.com",
  number: 9501,
  mark: "bob-one@marks.example",
};
const EVE: Marked = {
  shopId: "s2",
  domain: "other.myshopify.com",
  number: 9001,
  mark: "eve-two@marks.example",
};

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createPrivacyWorld(db, NOW);
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com", email: null });
  // What comes once a day has come.
  await world.runJobs();
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const request = async (over: object = {}, shopId = "s1") => {
  const body = {
    shop_id: 1,
    shop_domain: shopId === "s1" ? ADA.domain : EVE.domain,
    orders_requested: [],
    customer: { id: ADA.number, email: ADA.mark, phone: null },
    data_request: { id: 55 },
    ...over,
  };
  await receive(db, { shopId, now: world.now() }, [{ topic: "customers/data_request", body, at: NOW }]);
  await world.runJobs();
  return db.privacyRequest.findFirstOrThrow({ where: { shopId, requestKey: "data-request:55" } });
};
const fetched = async (requestId: string, format: "json" | "csv" = "json", shopId = "s1") => {
  const file = await fetchExport(db, { shopId, requestId, format, now: world.now() });
  return file.outcome === "fetched" ? file.text : null;
};

test("the file holds every row about the person, from every table that has one, and no row of another", async () => {
  for (const person of [ADA, BOB, EVE]) await fillEveryTable(db, person);
  const { id } = await request();
  const text = (await fetched(id)) ?? "";
  expect(text).not.toMatch(/bob-one|eve-two/);
  const { tables } = JSON.parse(text) as PersonExport;
  const told = new Set(tables.map(({ table }) => table));
  const expected = [
    ...[
      "InboxDelivery",
      "Job",
      "OutboxIntent",
      "DomainEvent",
      "Decision",
      "Message",
      "Customer",
      "CustomerTag",
    ],
    ...[
      "CustomerTagChange",
      "ConsentChange",
      "CustomerMerge",
      "CustomerMergeMove",
      "RefetchRequest",
      "Order",
    ],
    ...["OrderLine", "OrderDiscount", "Refund", "OrderTransaction", "Return", "ReturnLine", "Checkout"],
    ...[
      "CheckoutLine",
      "CustomerStats",
      "CustomerMonth",
      "IssuedCode",
      "VipMembership",
      "VipTag",
      "Recovery",
    ],
    ...[
      "HistoryImport",
      "ImportChunk",
      "ImportProblem",
      "ReconcileDrift",
      "AccessLogEntry",
      "PrivacyRequest",
    ],
  ];
  expect(expected.filter((table) => !told.has(table as never))).toEqual([]);
});

test("a table that is personal to somebody's hook is told of, or the hook says that it is about nobody", () => {
  for (const hook of PRIVACY_HOOKS) expect(hook.tables.length, hook.name).toBeGreaterThan(0);
});

test("the store's owner gets a mail without anything of the person, once", async () => {
  await fillEveryTable(db, ADA);
  await request();
  await request();
  expect(world.email.sent.map(({ to }) => to)).toEqual(["owner@demo-shop.example"]);
  const [mail] = world.email.sent;
  expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toMatch(/marks\.example|9001/);
  expect(mail?.text).toContain("2026-12-24");
});

test("a store without an address has the file all the same", async () => {
  const { id, state } = await request({}, "s2");
  expect([state, world.email.sent.length]).toEqual(["prepared", 0]);
  expect(await fetched(id, "json", "s2")).toContain("other.myshopify.com");
});

test("a request is received, prepared, delivered when the file is fetched, and overdue after 30 days", async () => {
  const { id } = await request();
  const shown = async () =>
    (await presentPrivacy(db, { shopId: "s1", page: 1, now: world.now() })).requests[0];
  expect(await shown()).toMatchObject({ state: "prepared", isOverdue: false, canDownload: true });
  world.at("2026-12-24T12:00:00Z");
  expect(await shown()).toMatchObject({ isOverdue: false });
  world.at("2026-12-24T12:00:01Z");
  expect(await shown()).toMatchObject({ isOverdue: true });
  await fetched(id);
  expect(await shown()).toMatchObject({
    state: "delivered",
    isOverdue: false,
    dueAt: "2026-12-24T12:00:00.000Z",
  });
});

test("a request of somebody who is erased meanwhile is over: nothing is due, and there is no file", async () => {
  await fillEveryTable(db, ADA);
  const { id } = await request();
  const body = {
    shop_id: 1,
    shop_domain: ADA.domain,
    customer: { id: ADA.number, email: ADA.mark, phone: null },
    orders_to_redact: [],
  };
  await receive(db, { shopId: "s1", now: world.now() }, [
    { topic: "customers/redact", body, at: world.now().toISOString() },
  ]);
  await world.runJobs();
  world.at("2027-03-24T12:00:00Z");
  const { requests } = await presentPrivacy(db, { shopId: "s1", page: 1, now: world.now() });
  expect(requests.find((one) => one.id === id)).toMatchObject({
    ...{ kind: "data-request", state: "done", isOverdue: false, canDownload: false },
  });
});

test("another shop cannot fetch the file, nor see the request", async () => {
  const { id } = await request();
  expect(await fetched(id, "json", "s2")).toBeNull();
  expect((await presentPrivacy(db, { shopId: "s2", page: 1, now: world.now() })).requests).toEqual([]);
});

describe("the file as CSV", () => {
  test("has a line per value, and nothing that a spreadsheet would run", async () => {
    await fillEveryTable(db, { ...ADA, mark: "=cmd@marks.example" });
    const { id } = await request({ customer: { id: ADA.number, email: null, phone: null } });
    const lines = ((await fetched(id, "csv")) ?? "").split("\r\n");
    expect(lines[0]).toBe("\ufefftable,row,field,value");
    expect(lines).toContain("Customer,1,email,'=cmd@marks.example as email");
  });
});

test("of a person nobody knows the file says so, with no table", async () => {
  await fillEveryTable(db, BOB);
  const { id } = await request({ customer: { id: 1, email: "nobody@marks.example", phone: null } });
  const { tables } = JSON.parse((await fetched(id)) ?? "{}") as PersonExport;
  const about = tables.filter(({ table }) => !["InboxDelivery", "PrivacyRequest"].includes(table));
  expect(about).toEqual([]);
});

test("the file and whom the request is about lie sealed in the database", async () => {
  const { id } = await request();
  const rows = await db.$queryRaw<{ subject: string; body: string }[]>`
    SELECT SUBSTR(r."subjectJson", 2, 3) AS "subject", SUBSTR(e."body", 2, 3) AS "body"
    FROM "PrivacyRequest" r JOIN "PrivacyExport" e ON e."shopId" = r."shopId" AND e."requestId" = r."id"
    WHERE r."shopId" = 's1' AND r."id" = ${id}`;
  expect(rows).toEqual([{ subject: "s1.", body: "s1." }]);
});
