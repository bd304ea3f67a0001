import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { provideShopFetch } from "~/integrations/shopify/shop-fetch.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { saveErased } from "~/shops/erased/repository.server";

import { givenShop, SHOP_ID } from "../../../../../tests/support/factories";
import { deliver, orderPayload, refundPayload, SHOP } from "../../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../../tests/support/test-db";
import { compareAggregates, recountAggregates } from "../../aggregates/recount.server";
import { projectNodes } from "../../nodes.server";
import { findBackfill } from "../repository.server";
import { parseSkipped } from "../rules";
import { loadHistory } from "./load-history.server";

const NOW = new Date("2026-03-06T00:00:00Z");
const BULK_GID = "gid://shopify/BulkOperation/7";

let testDb: TestDb;
let db: RootDb;
let server: Server;
let directory: string;
let file: string;
/** Bytes after which the download breaks off. */
let breaksAfter: number | null;
let restoreFetch: () => void;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  directory = mkdtempSync(join(tmpdir(), "perennial-history-test-"));
  breaksAfter = null;
  restoreFetch = provideShopFetch((input, init) => fetch(input, init));
  server = createServer((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const bytes = Buffer.from(file).subarray(from);
    if (bytes.length === 0) return void response.writeHead(416).end();
    response.writeHead(from > 0 ? 206 : 200);
    if (breaksAfter === null) return void response.end(bytes);
    response.write(bytes.subarray(0, breaksAfter), () => setTimeout(() => response.destroy(), 50));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  restoreFetch();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await testDb.close();
  rmSync(directory, { recursive: true });
});

type Json = Record<string, unknown>;
const bag = (amount: string) => ({ shopMoney: { amount, currencyCode: "EUR" } });
const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

function order(id: number, over: Json = {}): Json {
  return {
    id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    createdAt: "2026-03-01T11:00:00Z",
    processedAt: "2026-03-01T11:00:00Z",
    updatedAt: "2026-03-02T11:00:00Z",
    test: false,
    sourceName: "web",
    email: "Ada@Example.com",
    customer: { id: `gid://shopify/Customer/${9_000 + (id % 3)}` },
    currencyCode: "EUR",
    displayFinancialStatus: "PAID",
    totalPriceSet: bag("50.0"),
    netPaymentSet: bag("50.0"),
    discountCodes: ["TEN"],
    tags: ["a"],
    refunds: [],
    ...over,
  };
}

function line(id: number, orderId: number, over: Json = {}): Json {
  return {
    id: `gid://shopify/LineItem/${id}`,
    title: 'Zoë\'s "morning" blend',
    quantity: 1,
    originalUnitPriceSet: bag("50.0"),
    product: { id: "gid://shopify/Product/5" },
    __parentId: `gid://shopify/Order/${orderId}`,
    ...over,
  };
}

function customer(id: number): Json {
  return {
    id: `gid://shopify/Customer/${id}`,
    createdAt: "2025-01-01T00:00:00Z",
    updatedAt: "2026-03-01T00:00:00Z",
    firstName: "Zoë",
    lastName: "O'Neill",
    tags: ["VIP", "vip", "tea"],
    numberOfOrders: "3",
    defaultEmailAddress: { emailAddress: `C${id}@example.com`, marketingState: "SUBSCRIBED" },
    defaultPhoneNumber: null,
    defaultAddress: { countryCodeV2: "PL", provinceCode: "PL-LD", city: "Łódź" },
  };
}

/** Eight orders with two lines each. */
const ORDERS = Array.from({ length: 8 }, (_, index) => {
  const refunds = [
    { id: `gid://shopify/Refund/${300 + index}`, createdAt: null, totalRefundedSet: bag("10.0") },
  ];
  const over =
    index === 3 ? { netPaymentSet: bag("40.0"), displayFinancialStatus: "PARTIALLY_REFUNDED", refunds } : {};
  return order(100 + index, over);
});
const LINES = ORDERS.flatMap((_, index) => [
  line(1_000 + index, 100 + index),
  line(2_000 + index, 100 + index),
]);
const linesOf = (index: number) => LINES.slice(2 * index, 2 * index + 2);
const ADJACENT = ORDERS.flatMap((row, index) => [row, ...linesOf(index)]);

const straysPath = () => join(directory, "b-7.db");

async function given(resource: "customers" | "orders", rows: readonly unknown[]): Promise<void> {
  file = jsonl(rows);
  await db.backfill.deleteMany({ where: { shopId: SHOP_ID, resource } });
  await db.backfill.create({
    data: {
      id: `b-${resource}`,
      shopId: SHOP_ID,
      resource,
      state: "loading",
      bulkGid: BULK_GID,
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      requestedAt: NOW,
    },
  });
}

async function run(resource: "customers" | "orders", parentsPerBatch = 3) {
  const row = await findBackfill(db, { shopId: SHOP_ID, resource });
  const shop = await db.shop.findUniqueOrThrow({ where: { id: SHOP_ID } });
  if (!row) throw new Error("no backfill");
  const context = {
    db,
    shop,
    row: { ...row, resource },
    straysPath: straysPath(),
    now: NOW,
    parentsPerBatch,
  };
  return loadHistory(context);
}

async function load(resource: "customers" | "orders", rows: readonly unknown[], parentsPerBatch = 3) {
  await given(resource, rows);
  return run(resource, parentsPerBatch);
}

const ofShop = { where: { shopId: SHOP_ID } };

/** All rows of orders and customers, without what differs between any two runs. */
async function stored(database: RootDb = db) {
  return {
    orders: await database.order.findMany({
      ...ofShop,
      orderBy: { id: "asc" },
      include: {
        lines: { orderBy: { id: "asc" } },
        discounts: { orderBy: { codeKey: "asc" } },
        refunds: { orderBy: { id: "asc" } },
      },
    }),
    customers: await database.customer.findMany({
      ...ofShop,
      orderBy: { id: "asc" },
      include: { tags: { orderBy: { tagKey: "asc" } }, tagChanges: true },
    }),
    consent: (await database.consentChange.findMany({ ...ofShop, orderBy: { changeKey: "asc" } })).map(
      ({ id: _id, ...change }) => change,
    ),
  };
}

/** What the projection of nodes makes of the same records. */
async function projected(resource: "customers" | "orders", nodes: readonly unknown[]) {
  const other = await createTestDb();
  await givenShop(other.db);
  await inTransaction(other.db, (tx) =>
    projectNodes(tx, { shop: SHOP, resource, nodes, now: NOW, silent: true }),
  );
  const rows = await stored(other.db);
  await other.close();
  return rows;
}

const withLines = ORDERS.map((row, index) => ({
  ...row,
  lineItems: { nodes: linesOf(index).map(({ __parentId: _parent, ...node }) => node) },
}));

describe("orders", () => {
  test("end in the rows that the projection of nodes makes, customers whom only orders name included", async () => {
    expect(await load("orders", ADJACENT)).toEqual({ kind: "loaded", parentCount: 8 });
    expect(await stored()).toEqual(await projected("orders", withLines));
    expect(await db.customer.findMany({ ...ofShop, select: { email: true, versionAt: true } })).toEqual(
      Array.from({ length: 3 }, () => ({ email: "ada@example.com", versionAt: null })),
    );
  });

  test("leave nothing on the disk and nothing in the timeline", async () => {
    await load("orders", ADJACENT);
    expect(readdirSync(directory)).toEqual([]);
    expect(await db.domainEvent.count(ofShop)).toBe(0);
  });

  test.each([
    ["behind all orders", [...ORDERS, ...LINES]],
    ["before all orders", [...LINES, ...ORDERS]],
    ["in the order of their ids", [...ADJACENT].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))],
    ["backwards", [...ADJACENT].reverse()],
  ])("find their lines when these stand %s", async (_where, rows) => {
    const expected = await projected("orders", withLines);
    expect(await load("orders", rows, 2)).toEqual({ kind: "loaded", parentCount: 8 });
    expect(await stored()).toEqual(expected);
  });

  test("loaded twice are the same rows", async () => {
    await load("orders", [...ORDERS, ...LINES]);
    const once = await stored();
    await load("orders", [...ORDERS, ...LINES]);
    expect(await stored()).toEqual(once);
  });

  test("that a file names twice keep the newer state", async () => {
    const newer = order(100, { updatedAt: "2026-03-03T11:00:00Z", name: "#100-B" });
    await load("orders", [newer, line(1, 100), order(100), line(2, 100)], 10);
    const { orders } = await stored();
    expect(orders.map(({ name, lines }) => [name, lines.map(({ id }) => id)])).toEqual([
      ["#100-B", ["s1_1"]],
    ]);
  });

  test("that a webhook has brought in a newer state stay as they are, strays included", async () => {
    const newer = orderPayload({
      id: 100,
      name: "#100",
      updated_at: "2026-03-05T08:00:00+00:00",
      line_items: [],
    });
    await deliver(db, [{ topic: "orders/updated", body: newer, at: "2026-03-05T08:00:00Z" }]);
    const before = (await stored()).orders;
    await load("orders", [...ORDERS, ...LINES]);
    const after = (await stored()).orders;
    expect(after).toHaveLength(8);
    expect(after.filter(({ id }) => id === "s1_100")).toEqual(before);
  });

  test("of somebody who was erased come as nobody's, though they were never stored", async () => {
    const erased = { shopId: SHOP_ID, keys: ["customer:9001"], erasedAt: NOW };
    await inTransaction(db, (tx) => saveErased(tx, erased), { shopId: SHOP_ID });
    await load("orders", ADJACENT);
    const { orders, customers } = await stored();
    expect(orders).toHaveLength(8);
    expect(orders.find(({ id }) => id === "s1_100")).toMatchObject({ email: null });
    expect(orders.find(({ id }) => id === "s1_101")).toMatchObject({ email: "ada@example.com" });
    expect(customers.map(({ id }) => id)).not.toContain("s1_9001");
  });

  test("with escaped signs in their lines, or in a line that cannot be understood, are stored as they are or not at all", async () => {
    const odd = line(3_000, 100, { title: 'Tab\t "quoted" \\ Łódź' });
    const broken = line(3_001, 101, { originalUnitPriceSet: null });
    await load("orders", [order(100), odd, order(101), line(3_002, 101), broken, order(102)], 10);
    const { orders } = await stored();
    expect(orders.map(({ id, lines }) => [id, lines.map(({ title }) => title)])).toEqual([
      ["s1_100", ['Tab\t "quoted" \\ Łódź']],
      ["s1_102", []],
    ]);
    expect(
      parseSkipped((await findBackfill(db, { shopId: SHOP_ID, resource: "orders" }))?.error ?? null).count,
    ).toBe(1);
  });

  test("larger than a page of what is handed over are stored like others", async () => {
    const tags = Array.from({ length: 300 }, (_, index) => `${index}`.padEnd(250, "x"));
    await load("orders", [order(100), order(101, { tags })], 10);
    const { orders } = await stored();
    expect(orders.map(({ tagsJson }) => tagsJson)).toEqual(['["a"]', JSON.stringify(tags)]);
  });

  test("of which only a refund was known keep it", async () => {
    const refund = refundPayload({ id: 55, order_id: 101, processed_at: "2026-03-05T08:00:00+00:00" });
    await deliver(db, [{ topic: "refunds/create", body: refund, at: "2026-03-05T08:00:00Z" }]);
    await load("orders", ADJACENT);
    const { orders } = await stored();
    expect(orders.find(({ id }) => id === "s1_101")?.refunds.map(({ id }) => id)).toEqual(["s1_55"]);
  });

  test("are not told of as new by a webhook that comes later, only by what it changes", async () => {
    await load("orders", ADJACENT);
    const later = (over: Json) => orderPayload({ id: 100, updated_at: "2026-03-06T08:00:00+00:00", ...over });
    const body = later({ cancelled_at: "2026-03-06T08:00:00+00:00" });
    await deliver(db, [{ topic: "orders/cancelled", body, at: "2026-03-06T08:00:00Z" }]);
    const events = await db.domainEvent.findMany({ ...ofShop, select: { type: true, subjectId: true } });
    expect(events.filter(({ type }) => type.startsWith("order."))).toEqual([
      { type: "order.cancelled", subjectId: "s1_100" },
    ]);
  });

  test("give aggregates that equal a recount", async () => {
    await load("orders", ADJACENT);
    await recountAggregates(db, { shopId: SHOP_ID });
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
    expect(await db.customerStats.count(ofShop)).toBe(3);
  });

  test("that cannot be understood are left out, counted and shown", async () => {
    const odd = order(200, { totalPriceSet: null });
    const stray = line(9_000, 100, { quantity: "two" });
    expect(await load("orders", [...ADJACENT, odd, line(201, 200), stray], 2)).toMatchObject({
      parentCount: 9,
    });
    expect(await db.order.count(ofShop)).toBe(8);
    const row = await findBackfill(db, { shopId: SHOP_ID, resource: "orders" });
    expect(parseSkipped(row?.error ?? null)).toMatchObject({
      count: 2,
      example: expect.stringContaining("quantity"),
    });
  });

  test("of a file with a line that is no object fail, without quoting it", async () => {
    await given("orders", ADJACENT);
    file += '{"email":"ada@example.com"\n';
    await expect(run("orders")).rejects.toThrow(`before byte ${Buffer.byteLength(file)}`);
  });
});

describe("a load that was stopped", () => {
  test.each([400, 2_000, 4_500, 7_000])("after %i bytes goes on in the middle of the file", async (bytes) => {
    await given("orders", [...ORDERS.slice(0, 4), ...LINES, ...ORDERS.slice(4)]);
    breaksAfter = bytes;
    await expect(run("orders", 1)).rejects.toThrow("broke at byte");
    breaksAfter = null;
    expect(await run("orders", 1)).toEqual({ kind: "loaded", parentCount: 8 });
    expect(await stored()).toEqual(await projected("orders", withLines));
  });

  test("on another machine begins anew and ends the same", async () => {
    await given("orders", [...ORDERS, ...LINES]);
    breaksAfter = 5_000;
    await expect(run("orders", 1)).rejects.toThrow("broke");
    expect((await findBackfill(db, { shopId: SHOP_ID, resource: "orders" }))?.loadedCount).toBeGreaterThan(0);
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
    breaksAfter = null;
    expect(await run("orders", 1)).toEqual({ kind: "loaded", parentCount: 8 });
    expect(await stored()).toEqual(await projected("orders", withLines));
  });

  test("because a newer round began stores nothing more", async () => {
    await given("orders", ADJACENT);
    const row = await findBackfill(db, { shopId: SHOP_ID, resource: "orders" });
    const shop = await db.shop.findUniqueOrThrow({ where: { id: SHOP_ID } });
    await db.backfill.updateMany({ ...ofShop, data: { requestedAt: new Date(0) } });
    if (!row) throw new Error("no backfill");
    const stale = {
      db,
      shop,
      row: { ...row, resource: "orders" as const },
      straysPath: straysPath(),
      now: NOW,
    };
    expect(await loadHistory(stale)).toEqual({ kind: "overtaken" });
    expect(await db.order.count(ofShop)).toBe(0);
  });

  test("because the shop uninstalled the app stores nothing more", async () => {
    await given("orders", ADJACENT);
    await db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
    await expect(run("orders")).rejects.toThrow("uninstalled");
    expect(await db.order.count(ofShop)).toBe(0);
  });
});

describe("customers", () => {
  const CUSTOMERS = Array.from({ length: 5 }, (_, index) => customer(9_000 + index));

  test("end in the rows that the projection of nodes makes, with tags and consent", async () => {
    expect(await load("customers", CUSTOMERS, 2)).toEqual({ kind: "loaded", parentCount: 5 });
    const rows = await stored();
    expect(rows).toEqual(await projected("customers", CUSTOMERS));
    expect(rows.customers[0]?.tags.map(({ tag }) => tag)).toEqual(["tea", "VIP"]);
  });

  test("whom orders named before are filled", async () => {
    await load("orders", ADJACENT);
    await load("customers", CUSTOMERS);
    expect((await stored()).customers).toEqual((await projected("customers", CUSTOMERS)).customers);
  });

  test("of whom a webhook told something newer keep it", async () => {
    await load("customers", [{ ...customer(9_000), updatedAt: "2026-03-04T00:00:00Z", lastName: "King" }]);
    await load("customers", CUSTOMERS);
    expect((await stored()).customers[0]?.lastName).toBe("King");
  });
});
