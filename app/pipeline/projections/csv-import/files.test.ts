import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { formatDecimal } from "~/kit/money";
import { compareAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { presentCoverage } from "~/pipeline/projections/known-history/queries.server";
import { extendHistory } from "~/pipeline/projections/known-history/extend.server";
import { projectNodes } from "~/pipeline/projections/nodes.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { sendImportFile } from "../../../../tests/support/import-files";
import { exportedOrder, type ExportedOrder, ordersExport } from "../../../../tests/support/shopify-csv";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { BATCH_SIZE, loadFile } from "./load-file.server";
import { csvImportRegistration } from "./registration.server";
import { replaceNameKeyedOrders } from "./replace.server";
import { claimTransition, findChunk, findImport, listProblems } from "./repository/imports.server";
import { acceptPart, beginImport, PART_BYTES } from "./request.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const WINDOW_START = new Date("2025-12-31T12:00:00Z");

let testDb: TestDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db, { historySinceAt: WINDOW_START });
  world = createWorld(testDb.db, [csvImportRegistration], NOW);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const send = (file: string | Buffer) => sendImportFile(testDb.db, { shopId: SHOP_ID, file, now: NOW });
async function upload(file: string | Buffer): Promise<string> {
  const importId = await send(file);
  await world.runJobs();
  return importId;
}
async function read(importId: string) {
  const row = await findImport(testDb.db, { shopId: SHOP_ID, importId });
  if (!row) throw new Error("no such import");
  return row;
}
const problemsOf = (importId: string) => listProblems(testDb.db, { shopId: SHOP_ID, importId, limit: 100 });
const differences = () => compareAggregates(testDb.db, { shopId: SHOP_ID });
const namesStored = async () => {
  const rows = await testDb.db.order.findMany({ where: { shopId: SHOP_ID }, orderBy: { name: "asc" } });
  return rows.map(({ name }) => name);
};

describe("a file that is not what it should be", () => {
  test.each<[string, string | Buffer, Record<string, unknown>]>([
    ["an archive", Buffer.from("PK\u0003\u0004 orders_export_1.csv"), { code: "not-csv", line: 1 }],
    ["two-byte characters", Buffer.from("\ufeffName,Email", "utf16le"), { code: "not-csv" }],
    ["semicolons", "Name;Email;Financial Status\n#1;a@b.c;paid\n", { code: "other-separator", line: 1 }],
    [
      "products",
      "Handle,Title,Variant SKU\ntea,Tea,T1\n",
      { code: "other-export", value: "Handle,Title,Variant SKU" },
    ],
    ["anything else", "Datum,Betrag\n1,2\n", { code: "unknown-columns" }],
    [
      "a column less",
      "Name,Financial Status,Currency,Total\n#1,paid,EUR,5.00\n",
      { code: "missing-columns", expected: "Created at" },
    ],
    ["line breaks only", "\n\n", { code: "empty-file" }],
    [
      "the letters of a spreadsheet's machine",
      Buffer.from(ordersExport([exportedOrder({ source: "B\u00fcro" })]), "latin1"),
      { code: "not-utf8", line: 2 },
    ],
  ])("with %s is refused, says why, and is not kept", async (_what, file, error) => {
    const importId = await upload(file);
    expect(await read(importId)).toMatchObject({ state: "failed", error });
    expect(await testDb.db.importChunk.count()).toBe(0);
    expect(await testDb.db.order.count()).toBe(0);
  });

  test("with a header and no rows is done, and nothing happened", async () => {
    expect(await read(await upload(ordersExport([])))).toMatchObject({
      state: "done",
      rowCount: 0,
      error: null,
    });
  });

  test("that breaks off inside a quoted cell keeps the orders that were whole, and the history stays where it was", async () => {
    const text = ordersExport([
      exportedOrder({ id: "1", name: "#1" }),
      exportedOrder({ id: "2", name: "#2" }),
      exportedOrder({ id: "3", name: "#3" }),
    ]);
    const importId = await upload(text.slice(0, text.lastIndexOf("and left")));
    expect(await read(importId)).toMatchObject({
      state: "failed",
      error: { code: "file-cut", line: 6 },
      takenCount: 1,
    });
    expect(await namesStored()).toEqual(["#1"]);
    expect((await testDb.db.shop.findUniqueOrThrow({ where: { id: SHOP_ID } })).historySinceAt).toEqual(
      WINDOW_START,
    );
    expect(await differences()).toEqual([]);
  });

  test("that breaks off inside its last row says in which line", async () => {
    const text = ordersExport([
      exportedOrder({ id: "1", name: "#1" }),
      exportedOrder({ id: "2", name: "#2" }),
      exportedOrder({ id: "3", name: "#3" }),
    ]);
    const importId = await upload(text.slice(0, text.lastIndexOf("#2,ada") + 20));
    expect(await read(importId)).toMatchObject({ state: "failed", error: { code: "file-cut", line: 4 } });
    expect(await namesStored()).toEqual(["#1"]);
  });

  test.each<[string, Partial<ExportedOrder>, Record<string, unknown>]>([
    [
      "currency",
      { currency: "USD" },
      { reason: "currency", column: "Currency", value: "USD", params: { expected: "EUR" } },
    ],
    [
      "date",
      { createdAt: "5/1/2024 10:00" },
      { reason: "date-by-spreadsheet", column: "Created at", value: "5/1/2024 10:00" },
    ],
    ["id", { id: "6.01E+12" }, { reason: "id-by-spreadsheet", column: "Id", value: "6.01E+12" }],
    ["total", { total: "1.234,50" }, { reason: "amount-by-spreadsheet", column: "Total", value: "1.234,50" }],
    [
      "status",
      { financialStatus: "bezahlt" },
      { reason: "status", column: "Financial Status", value: "bezahlt" },
    ],
    ["name", { name: "" }, { reason: "no-name", column: "Name" }],
    [
      "price in its second row",
      {
        lines: [
          { quantity: 1, name: "Tea", price: "5.00" },
          { quantity: 1, name: "Cup", price: "cheap" },
        ],
      },
      { reason: "amount", column: "Lineitem price", value: "cheap", line: 6 },
    ],
  ])("with an order of another %s leaves that one out and takes the others", async (_what, over, problem) => {
    const importId = await upload(
      ordersExport([exportedOrder({ id: "1", name: "#1" }), exportedOrder({ id: "2", name: "#2", ...over })]),
    );
    expect(await read(importId)).toMatchObject({ state: "done", takenCount: 1, skippedCount: 1 });
    expect(await problemsOf(importId)).toMatchObject([{ line: 4, ...problem }]);
    expect(await namesStored()).toEqual(["#1"]);
  });
});

describe("an upload", () => {
  const begin = (fileBytes: number) =>
    beginImport(testDb.db, { shopId: SHOP_ID, fileName: "f.csv", fileBytes, maxBytes: 5_000_000, now: NOW });

  test("is refused before it begins when the file is empty, or larger than allowed by a byte", async () => {
    expect(await begin(0)).toEqual({ outcome: "empty-file" });
    expect(await begin(5_000_001)).toEqual({
      outcome: "too-large",
      fileBytes: 5_000_001,
      maxBytes: 5_000_000,
    });
    expect(await begin(5_000_000)).toMatchObject({ outcome: "begun", partBytes: PART_BYTES });
  });

  test("takes parts in any order and twice, each of its exact size, and starts when the last is here", async () => {
    const begun = await begin(PART_BYTES + 10);
    if (begun.outcome !== "begun") throw new Error(begun.outcome);
    const put = (position: number, length: number) =>
      acceptPart(testDb.db, {
        shopId: SHOP_ID,
        importId: begun.importId,
        position,
        bytes: Buffer.alloc(length, position + 97),
        now: NOW,
      });
    expect(await put(1, 11)).toEqual({ outcome: "wrong-size", expected: 10 });
    expect(await put(2, 0)).toEqual({ outcome: "wrong-size", expected: 0 });
    expect(await put(1, 10)).toEqual({ outcome: "stored", isComplete: false });
    expect(await put(1, 10)).toEqual({ outcome: "stored", isComplete: false });
    expect(await put(0, PART_BYTES)).toEqual({ outcome: "stored", isComplete: true });
    expect(await put(0, PART_BYTES)).toEqual({ outcome: "closed" });
    const key = { shopId: SHOP_ID, importId: begun.importId };
    expect(await findChunk(testDb.db, { ...key, position: 1 })).toEqual(Buffer.alloc(10, 98));
    expect(await testDb.db.job.count({ where: { shopId: SHOP_ID } })).toBe(1);
  });

  test("nobody goes on with is given up after a day, and its parts go", async () => {
    const begun = await begin(PART_BYTES + 10);
    if (begun.outcome !== "begun") throw new Error(begun.outcome);
    const { importId } = begun;
    await acceptPart(testDb.db, {
      shopId: SHOP_ID,
      importId,
      position: 1,
      bytes: Buffer.alloc(10),
      now: NOW,
    });
    world.at("2026-03-02T11:00:00Z");
    await world.runJobs();
    expect(await testDb.db.importChunk.count()).toBe(1);
    world.at("2026-03-02T13:00:00Z");
    await world.runJobs();
    expect(await testDb.db.importChunk.count()).toBe(0);
    expect((await read(importId)).state).toBe("cancelled");
  });
});

describe("a load", () => {
  const many = (count: number) =>
    ordersExport(
      Array.from({ length: count }, (_one, index) =>
        exportedOrder({
          id: String(10_000 + index),
          name: `#${10_000 + index}`,
          lines: [
            { quantity: 1, name: "Tea", price: "45.00" },
            { quantity: 1, name: "Cup", price: "5.00" },
          ],
        }),
      ),
    );

  async function beginLoad(importId: string) {
    await claimTransition(
      testDb.db,
      { shopId: SHOP_ID, importId },
      { from: ["waiting"], to: "loading", now: NOW },
    );
    const row = await read(importId);
    const shop = await testDb.db.shop.findUniqueOrThrow({ where: { id: SHOP_ID } });
    return { db: testDb.db, shop, row, now: NOW };
  }

  test("that is broken off goes on at the order after the last one that was stored, and ends as if it had not", async () => {
    const count = 8 * BATCH_SIZE + 20;
    const importId = await send(many(count));
    const context = await beginLoad(importId);
    const load = loadFile(context).catch((error: unknown) => error);
    while ((await read(importId)).takenCount === 0) await new Promise((resolve) => setImmediate(resolve));
    await testDb.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
    expect(await load).toBeInstanceOf(Error);
    await testDb.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: null } });
    const halfway = await read(importId);
    const stored = await testDb.db.order.count();
    expect(stored).toBeLessThan(count);
    expect(stored % BATCH_SIZE).toBe(0);
    expect(halfway.takenCount).toBe(stored);
    await world.runJobs();
    expect(await read(importId)).toMatchObject({
      state: "done",
      rowCount: 2 * count,
      takenCount: count,
      knownCount: 0,
      skippedCount: 0,
    });
    expect(await testDb.db.order.count()).toBe(count);
    expect(await differences()).toEqual([]);
  });

  test("by two workers at once takes every order once", async () => {
    const importId = await send(many(BATCH_SIZE + 20));
    const outcomes = await Promise.all(
      [await beginLoad(importId), await beginLoad(importId)].map((context) => loadFile(context)),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["loaded", "overtaken"]);
    expect(await read(importId)).toMatchObject({
      takenCount: BATCH_SIZE + 20,
      rowCount: 2 * BATCH_SIZE + 40,
    });
  });

  test("of an erased shop ends quietly", async () => {
    const importId = await send(many(1));
    await testDb.db.shop.deleteMany({ where: { id: SHOP_ID } });
    await world.runJobs();
    expect(await testDb.db.job.count({ where: { state: "dead" } })).toBe(0);
    expect((await read(importId)).state).toBe("waiting");
  });
});

describe("the history of a shop", () => {
  const shop = () => testDb.db.shop.findUniqueOrThrow({ where: { id: SHOP_ID } });
  const coverage = async () => presentCoverage(testDb.db, { shopId: SHOP_ID, shop: await shop() });
  const file = (...days: string[]) =>
    ordersExport(
      days.map((day, index) => {
        const key = day.replaceAll("-", "");
        return exportedOrder({ id: `${key}${index}`, name: `#${key}`, createdAt: `${day} 12:00:00 +0100` });
      }),
    );
  beforeEach(async () => {
    await testDb.db.backfill.create({
      data: {
        id: "b1",
        shopId: SHOP_ID,
        resource: "orders",
        state: "done",
        windowStartAt: WINDOW_START,
        requestedAt: NOW,
      },
    });
    await givenOrder(testDb.db, { legacyId: 20260102, placedAt: "2026-01-02T12:00:00Z" });
  });

  test("reaches to the oldest order of a file that overlaps what Shopify shares", async () => {
    expect(await coverage()).toEqual({ kind: "window", sinceOn: "2025-12-31", gaps: [], leftOutCount: 0 });
    await upload(file("2026-01-05", "2024-06-01"));
    expect((await shop()).historySinceAt).toEqual(new Date("2024-06-01T11:00:00Z"));
    expect(await coverage()).toEqual({ kind: "extended", sinceOn: "2024-06-01", gaps: [], leftOutCount: 0 });
  });

  test("stays where it was for a file that leaves a gap, which is told, until another one closes it", async () => {
    await upload(file("2024-12-30", "2024-06-01"));
    expect((await shop()).historySinceAt).toEqual(WINDOW_START);
    expect(await coverage()).toMatchObject({
      kind: "window",
      sinceOn: "2025-12-31",
      gaps: [{ fromOn: "2024-12-30", toOn: "2025-12-30" }],
    });
    await upload(file("2026-01-05", "2024-12-01"));
    expect(await coverage()).toMatchObject({ kind: "extended", sinceOn: "2024-06-01", gaps: [] });
  });

  test("is extended by files that came before Shopify's own orders, once those are there", async () => {
    await testDb.db.shop.update({ where: { id: SHOP_ID }, data: { historySinceAt: null } });
    await upload(file("2026-01-05", "2024-06-01"));
    expect((await shop()).historySinceAt).toBeNull();
    await testDb.db.shop.update({ where: { id: SHOP_ID }, data: { historySinceAt: WINDOW_START } });
    const extend = () => inTransaction(testDb.db, (tx) => extendHistory(tx, { shopId: SHOP_ID }));
    await extend();
    expect((await coverage()).sinceOn).toBe("2024-06-01");
    await extend();
    expect((await coverage()).sinceOn).toBe("2024-06-01");
  });

  test("says how many orders of its files were left out", async () => {
    const broken = exportedOrder({
      id: "9",
      name: "#9",
      currency: "USD",
      createdAt: "2025-01-01 12:00:00 +0100",
    });
    const rest = (order: ExportedOrder) => ordersExport([order]).split("\n").slice(1).join("\n");
    await upload(file("2026-01-05", "2024-06-01") + rest(broken));
    expect(await coverage()).toMatchObject({ sinceOn: "2024-06-01", leftOutCount: 1 });
    // Mended and loaded once more, it has them all.
    await upload(file("2026-01-05", "2024-06-01") + rest({ ...broken, currency: "EUR" }));
    expect(await coverage()).toMatchObject({ sinceOn: "2024-06-01", leftOutCount: 0 });
  });

  test("that is whole stays whole", async () => {
    await testDb.db.shop.update({ where: { id: SHOP_ID }, data: { historySinceAt: null } });
    await upload(file("2024-12-30", "2024-06-01"));
    expect(await coverage()).toEqual({ kind: "whole", sinceOn: null, gaps: [], leftOutCount: 0 });
  });
});

test("orders known by name that a bulk load stored by id go, page by page, and twice changes nothing", async () => {
  await upload(
    ordersExport(
      ["#1", "#2", "#3"].map((name) => exportedOrder({ id: null, name })),
      { isOld: true },
    ),
  );
  await givenOrder(testDb.db, { legacyId: 2, name: "#2", placedAt: "2025-03-01T09:00:00Z" });
  for (let times = 0; times < 2; times += 1) {
    await replaceNameKeyedOrders(testDb.db, { shopId: SHOP_ID });
    expect(await namesStored()).toEqual(["#1", "#2", "#3"]);
  }
});

describe("random orders, exported by Shopify and imported", () => {
  const CUSTOMERS = ["ada", "bob", "eve", null] as const;
  type Drawn = {
    customer: (typeof CUSTOMERS)[number];
    hoursAgo: number;
    totalMinor: number;
    state: "paid" | "pending" | "partially_paid" | "partially_refunded" | "refunded";
    partMinor: number;
    isCancelled: boolean;
    lineCount: number;
    code: string | null;
  };
  const drawn: fc.Arbitrary<Drawn[]> = fc.array(
    fc.record({
      customer: fc.constantFrom(...CUSTOMERS),
      hoursAgo: fc.integer({ min: 0, max: 20_000 }),
      totalMinor: fc.integer({ min: 2, max: 90_000 }),
      state: fc.constantFrom("paid", "paid", "pending", "partially_paid", "partially_refunded", "refunded"),
      partMinor: fc.integer({ min: 1, max: 89_999 }),
      isCancelled: fc.boolean(),
      lineCount: fc.integer({ min: 1, max: 3 }),
      code: fc.constantFrom(null, "TEN", "Ten, twenty"),
    }),
    { minLength: 1, maxLength: 25 },
  );
  const eur = (minor: number) => formatDecimal(minor, "EUR");

  function facts({ state, totalMinor, partMinor }: Drawn) {
    const part = 1 + (partMinor % Math.max(1, totalMinor - 1));
    const refundedMinor = state === "refunded" ? totalMinor : state === "partially_refunded" ? part : 0;
    const outstandingMinor = state === "pending" ? totalMinor : state === "partially_paid" ? part : 0;
    return { refundedMinor, outstandingMinor, keptMinor: totalMinor - refundedMinor - outstandingMinor };
  }

  function asNode(order: Drawn, index: number) {
    const money = (minor: number) => ({ shopMoney: { amount: eur(minor), currencyCode: "EUR" } });
    const placedAt = new Date(NOW.getTime() - order.hoursAgo * 3_600_000).toISOString();
    const { refundedMinor, keptMinor } = facts(order);
    const customerId = order.customer && CUSTOMERS.indexOf(order.customer) + 1;
    return {
      id: `gid://shopify/Order/${1_000 + index}`,
      name: `#${1_000 + index}`,
      createdAt: placedAt,
      updatedAt: placedAt,
      cancelledAt: order.isCancelled ? placedAt : null,
      test: false,
      email: order.customer && `${order.customer}@example.com`,
      customer: customerId && { id: `gid://shopify/Customer/${customerId}` },
      currencyCode: "EUR",
      displayFinancialStatus: order.state.toUpperCase(),
      totalPriceSet: money(order.totalMinor),
      netPaymentSet: money(keptMinor),
      discountCodes: order.code?.split(", ") ?? [],
      tags: [],
      refunds:
        refundedMinor > 0
          ? [
              {
                id: `gid://shopify/Refund/${index + 1}`,
                createdAt: placedAt,
                totalRefundedSet: money(refundedMinor),
              },
            ]
          : [],
      lineItems: { nodes: [] },
    };
  }

  function asExported(order: Drawn, index: number): ExportedOrder {
    const placedAt = new Date(NOW.getTime() - order.hoursAgo * 3_600_000).toISOString();
    const createdAt = placedAt.replace("T", " ").replace(".000Z", " +0000");
    const { refundedMinor, outstandingMinor } = facts(order);
    return exportedOrder({
      id: String(1_000 + index),
      name: `#${1_000 + index}`,
      email: order.customer ? `${order.customer}@example.com` : "",
      financialStatus: order.state,
      total: eur(order.totalMinor),
      subtotal: eur(order.totalMinor),
      shipping: "0.00",
      refunded: eur(refundedMinor),
      outstanding: eur(outstandingMinor),
      discountCode: order.code ?? "",
      createdAt,
      cancelledAt: order.isCancelled ? createdAt : "",
      lines: Array.from({ length: order.lineCount }, () => ({ quantity: 1, name: "Tea", price: "1.00" })),
    });
  }

  /** What is counted of a shop, without the shop's own id in it. */
  async function countsOf(shopId: string) {
    const { db } = testDb;
    const where = { shopId };
    const plain = (rows: object[]) =>
      rows.map((row) =>
        JSON.stringify(row, (key, value: unknown) =>
          key === "shopId" ? undefined : typeof value === "bigint" ? Number(value) : value,
        ).replaceAll(`${shopId}_`, ""),
      );
    return {
      stats: plain(await db.customerStats.findMany({ where, orderBy: { customerId: "asc" } })),
      months: plain(
        await db.customerMonth.findMany({ where, orderBy: [{ customerId: "asc" }, { month: "asc" }] }),
      ),
      days: plain(await db.dayStats.findMany({ where, orderBy: { day: "asc" } })),
      orders: plain(
        await db.order.findMany({
          where,
          orderBy: { id: "asc" },
          select: {
            name: true,
            customerId: true,
            netMinor: true,
            refundedMinor: true,
            receivedMinor: true,
            isValid: true,
          },
        }),
      ),
    };
  }

  test("count the same as when the Admin API tells them, whatever comes first", async () => {
    const { db } = testDb;
    let round = 0;
    await fc.assert(
      fc.asyncProperty(drawn, async (orders) => {
        round += 1;
        const [byApi, byFile] = [`api${round}`, `file${round}`];
        for (const id of [byApi, byFile]) {
          await givenShop(db, { id, domain: `${id}.myshopify.com`, historySinceAt: WINDOW_START });
          for (const [index, name] of ["ada", "bob", "eve"].entries())
            await givenCustomer(db, { shopId: id, legacyId: index + 1, email: `${name}@example.com` });
        }
        const project = async (shopId: string) => {
          const shop = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
          const nodes = orders.map(asNode);
          await inTransaction(
            db,
            (tx) => projectNodes(tx, { shop, resource: "orders", nodes, now: NOW, silent: true }),
            { shopId },
          );
        };
        await project(byApi);
        await sendImportFile(db, { shopId: byFile, file: ordersExport(orders.map(asExported)), now: NOW });
        await world.runJobs();
        expect(await countsOf(byFile)).toEqual(await countsOf(byApi));
        expect(await compareAggregates(db, { shopId: byFile })).toEqual([]);
        await project(byFile);
        expect(await countsOf(byFile)).toEqual(await countsOf(byApi));
      }),
      { numRuns: 12 },
    );
  });
});
