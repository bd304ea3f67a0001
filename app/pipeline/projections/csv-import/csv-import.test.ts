import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { compareAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { projectNodes } from "~/pipeline/projections/nodes.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { sendImportFile } from "../../../../tests/support/import-files";
import {
  customersExport,
  type ExportedOrder,
  exportedOrder,
  ordersExport,
} from "../../../../tests/support/shopify-csv";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { csvImportRegistration } from "./registration.server";
import { findImport, listProblems } from "./repository/imports.server";
import { acceptPart, cancelImport, retryImport } from "./request.server";

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

/** Sends a file in parts and waits until it is worked through. */
async function upload(text: string | Buffer, shopId = SHOP_ID): Promise<string> {
  const importId = await send(text, shopId);
  await world.runJobs();
  return importId;
}

const send = (file: string | Buffer, shopId = SHOP_ID) =>
  sendImportFile(testDb.db, { shopId, file, now: NOW });

const read = async (importId: string) => {
  const row = await findImport(testDb.db, { shopId: SHOP_ID, importId });
  if (!row) throw new Error("no such import");
  return row;
};
const problemsOf = (importId: string) => listProblems(testDb.db, { shopId: SHOP_ID, importId, limit: 100 });
const orderOf = (legacyId: string) =>
  testDb.db.order.findUniqueOrThrow({ where: { id: `${SHOP_ID}_${legacyId}` } });

/** Everything of the shop's copy, without when a row was last written. */
async function snapshot(): Promise<unknown> {
  const { db } = testDb;
  const where = { shopId: SHOP_ID };
  const customers = await db.customer.findMany({ where, orderBy: { id: "asc" } });
  return {
    orders: await db.order.findMany({ where, orderBy: { id: "asc" } }),
    lines: await db.orderLine.findMany({ where, orderBy: { id: "asc" } }),
    discounts: await db.orderDiscount.findMany({ where, orderBy: [{ orderId: "asc" }, { codeKey: "asc" }] }),
    refunds: await db.refund.findMany({ where }),
    customers: customers.map(({ updatedAt: _written, ...row }) => row),
    tags: await db.customerTag.findMany({ where, orderBy: [{ customerId: "asc" }, { tagKey: "asc" }] }),
    stats: await db.customerStats.findMany({ where, orderBy: { customerId: "asc" } }),
    months: await db.customerMonth.findMany({ where, orderBy: [{ customerId: "asc" }, { month: "asc" }] }),
    days: await db.dayStats.findMany({ where, orderBy: { day: "asc" } }),
    events: await db.domainEvent.findMany({
      where: { ...where, type: { not: "history.imported" } },
      orderBy: { sourceKey: "asc" },
    }),
    shop: await db.shop.findUnique({ where: { id: SHOP_ID } }),
  };
}

const differences = () => compareAggregates(testDb.db, { shopId: SHOP_ID });

/** An order as the Admin API would tell it. */
function orderNode(legacyId: string, name: string, over: Record<string, unknown> = {}) {
  const money = (amount: string) => ({ shopMoney: { amount, currencyCode: "EUR" } });
  return {
    id: `gid://shopify/Order/${legacyId}`,
    name,
    createdAt: "2025-03-01T09:00:00Z",
    updatedAt: "2025-03-02T09:00:00Z",
    test: false,
    currencyCode: "EUR",
    displayFinancialStatus: "PAID",
    totalPriceSet: money("80.00"),
    netPaymentSet: money("80.00"),
    discountCodes: [],
    tags: [],
    refunds: [],
    lineItems: { nodes: [] },
    ...over,
  };
}

async function projectOrder(node: unknown): Promise<void> {
  const shop = await testDb.db.shop.findUniqueOrThrow({ where: { id: SHOP_ID } });
  await inTransaction(testDb.db, (tx) =>
    projectNodes(tx, { shop, resource: "orders", nodes: [node], now: NOW, silent: false }),
  );
}

describe("orders of an orders_export", () => {
  test("are taken over with their figures, lines and codes, and belong to the customer with their address", async () => {
    await givenCustomer(testDb.db, { legacyId: 7, email: "ada@example.com" });
    const importId = await upload(
      ordersExport(
        [
          exportedOrder({
            email: "Ada@Example.com",
            total: "60.00",
            taxes: "8.00",
            refunded: "20.00",
            financialStatus: "partially_refunded",
            fulfillmentStatus: "partial",
            discountCode: "Welcome10",
            discountAmount: "6.50",
            tags: "gift, phone order",
            lines: [
              { quantity: 2, name: "Morning blend - 250 g", price: "20.00", sku: "MB-250", discount: "1.00" },
              { quantity: 1, name: 'Cup, "blue"\nlarge', price: "15.00" },
            ],
          }),
        ],
        { newline: "\r\n", bom: true },
      ),
    );
    expect(await read(importId)).toMatchObject({
      state: "done",
      rowCount: 2,
      takenCount: 1,
      knownCount: 0,
      skippedCount: 0,
      anonymousCount: 0,
    });
    expect(await orderOf("5001")).toMatchObject({
      gid: "gid://shopify/Order/5001",
      name: "#1001",
      customerId: "s1_7",
      financialStatus: "PARTIALLY_REFUNDED",
      fulfillmentStatus: "PARTIALLY_FULFILLED",
      totalMinor: 6_000n,
      taxMinor: 800n,
      shippingMinor: 500n,
      receivedMinor: 6_000n,
      refundedMinor: 2_000n,
      netMinor: 4_000n,
      isValid: true,
      tagsJson: '["gift","phone order"]',
      placedAt: new Date("2025-03-01T09:00:00Z"),
      placedOn: "2025-03-01",
    });
    const lines = await testDb.db.orderLine.findMany({ where: { shopId: SHOP_ID }, orderBy: { id: "asc" } });
    expect(
      lines.map(({ title, quantity, unitPriceMinor, sku }) => [title, quantity, unitPriceMinor, sku]),
    ).toEqual([
      ["Morning blend - 250 g", 2, 2_000n, "MB-250"],
      ['Cup, "blue"\nlarge', 1, 1_500n, null],
    ]);
    expect(await testDb.db.orderDiscount.findMany({ where: { shopId: SHOP_ID } })).toMatchObject([
      { code: "Welcome10", codeKey: "welcome10", amountMinor: 650n },
    ]);
    expect(await differences()).toEqual([]);
  });

  test.each<[string, Partial<ExportedOrder>, { netMinor: bigint; isValid: boolean }]>([
    ["paid", {}, { netMinor: 5_000n, isValid: true }],
    ["pending", { financialStatus: "pending", outstanding: "50.00" }, { netMinor: 0n, isValid: false }],
    ["authorized", { financialStatus: "authorized", outstanding: "50.00" }, { netMinor: 0n, isValid: false }],
    [
      "partly paid",
      { financialStatus: "partially_paid", outstanding: "30.00" },
      { netMinor: 2_000n, isValid: true },
    ],
    ["refunded", { financialStatus: "refunded", refunded: "50.00" }, { netMinor: 0n, isValid: false }],
    ["voided", { financialStatus: "voided", outstanding: "0.00" }, { netMinor: 0n, isValid: false }],
    ["cancelled", { cancelledAt: "2025-03-02 10:00:00 +0100" }, { netMinor: 5_000n, isValid: false }],
    [
      "of the test gateway",
      { paymentMethod: "(for testing) Bogus Gateway" },
      { netMinor: 5_000n, isValid: false },
    ],
  ])("count by what was received when they are %s", async (_what, over, expected) => {
    await upload(ordersExport([exportedOrder(over)]));
    expect(await orderOf("5001")).toMatchObject(expected);
    expect(await differences()).toEqual([]);
  });

  test("tell their own past to timelines, and nobody reacts", async () => {
    await upload(ordersExport([exportedOrder({ cancelledAt: "2025-03-02 10:00:00 +0100" })]));
    const events = await testDb.db.domainEvent.findMany({
      where: { subjectId: "s1_5001" },
      orderBy: { sourceKey: "asc" },
    });
    expect(events.map(({ type, occurredAt }) => [type, occurredAt.toISOString()])).toEqual([
      ["order.cancelled", "2025-03-02T09:00:00.000Z"],
      ["order.paid", "2025-03-01T09:00:00.000Z"],
      ["order.placed", "2025-03-01T09:00:00.000Z"],
    ]);
    expect(await testDb.db.job.count()).toBe(0);
  });

  test("change nothing when the same file comes again, and count as known", async () => {
    await givenCustomer(testDb.db, { email: "ada@example.com" });
    const file = ordersExport([
      exportedOrder(),
      exportedOrder({ id: null, name: "#900", createdAt: "2024-12-01 10:00:00 +0100" }),
      exportedOrder({ id: "5002", name: "#1002", financialStatus: "refunded", refunded: "50.00" }),
    ]);
    await upload(file);
    const before = await snapshot();
    const again = await upload(file);
    expect(await snapshot()).toEqual(before);
    expect(await read(again)).toMatchObject({ takenCount: 0, knownCount: 3, skippedCount: 0 });
  });

  test("get a newer state from a later file, as a refund", async () => {
    await givenCustomer(testDb.db, { legacyId: 7, email: "ada@example.com" });
    await upload(ordersExport([exportedOrder()]));
    await upload(ordersExport([exportedOrder({ financialStatus: "partially_refunded", refunded: "10.00" })]));
    expect(await orderOf("5001")).toMatchObject({ refundedMinor: 1_000n, netMinor: 4_000n });
    expect(await differences()).toEqual([]);
  });

  test("never overwrite what Shopify told", async () => {
    await projectOrder(orderNode("5001", "#1001"));
    const before = await orderOf("5001");
    const importId = await upload(ordersExport([exportedOrder()]));
    expect(await orderOf("5001")).toEqual(before);
    expect(await read(importId)).toMatchObject({ takenCount: 0, knownCount: 1 });
  });

  test("are overwritten by what Shopify tells, whose listed refunds replace the sum of the file", async () => {
    await givenCustomer(testDb.db, { legacyId: 7, email: "ada@example.com" });
    await upload(ordersExport([exportedOrder({ financialStatus: "partially_refunded", refunded: "10.00" })]));
    const shopMoney = { amount: "15.00", currencyCode: "EUR" };
    await projectOrder(
      orderNode("5001", "#1001", {
        displayFinancialStatus: "PARTIALLY_REFUNDED",
        netPaymentSet: { shopMoney: { amount: "65.00", currencyCode: "EUR" } },
        refunds: [
          {
            id: "gid://shopify/Refund/1",
            createdAt: "2025-03-05T09:00:00Z",
            totalRefundedSet: { shopMoney },
          },
        ],
      }),
    );
    expect(await orderOf("5001")).toMatchObject({
      totalMinor: 8_000n,
      refundedMinor: 1_500n,
      unlistedRefundMinor: 0n,
      netMinor: 6_500n,
    });
    expect(await testDb.db.orderLine.count({ where: { orderId: "s1_5001" } })).toBe(0);
    expect(await differences()).toEqual([]);
  });

  test("stay deleted when the store deleted them", async () => {
    await testDb.db.order.create({
      data: {
        ...(await blankOrder("5001")),
        deletedAt: new Date("2026-01-01T00:00:00Z"),
      },
    });
    const importId = await upload(ordersExport([exportedOrder()]));
    expect(await orderOf("5001")).toMatchObject({
      isValid: false,
      deletedAt: new Date("2026-01-01T00:00:00Z"),
    });
    expect(await read(importId)).toMatchObject({ takenCount: 0, knownCount: 1 });
  });

  test("belong to nobody when no customer has their address, and are counted so", async () => {
    const importId = await upload(ordersExport([exportedOrder()]));
    expect(await orderOf("5001")).toMatchObject({ customerId: null, isValid: true });
    expect(await read(importId)).toMatchObject({ takenCount: 1, anonymousCount: 1 });
    await givenCustomer(testDb.db, { legacyId: 7, email: "ada@example.com" });
    await upload(ordersExport([exportedOrder()]));
    expect(await orderOf("5001")).toMatchObject({ customerId: "s1_7" });
    expect(await differences()).toEqual([]);
  });

  test("of another shop with the same numbers are not touched", async () => {
    await givenShop(testDb.db, { id: "s2", domain: "other.myshopify.com" });
    await upload(ordersExport([exportedOrder({ total: "70.00" })]), "s2");
    await upload(ordersExport([exportedOrder()]));
    const orders = await testDb.db.order.findMany({ orderBy: { id: "asc" } });
    expect(orders.map(({ id, totalMinor }) => [id, totalMinor])).toEqual([
      ["s1_5001", 5_000n],
      ["s2_5001", 7_000n],
    ]);
  });
});

async function blankOrder(legacyId: string) {
  const epoch = new Date(0);
  return {
    id: `${SHOP_ID}_${legacyId}`,
    shopId: SHOP_ID,
    gid: `gid://shopify/Order/${legacyId}`,
    name: "",
    currencyCode: "EUR",
    totalMinor: 0,
    subtotalMinor: 0,
    discountMinor: 0,
    shippingMinor: 0,
    taxMinor: 0,
    netMinor: 0,
    isValid: false,
    placedAt: epoch,
    placedOn: "1970-01-01",
    placedMonth: "1970-01",
    versionAt: epoch,
  };
}

describe("orders of a file without Shopify's ids", () => {
  const old = (over: Partial<ExportedOrder> = {}) => exportedOrder({ id: null, ...over });

  test("are known by their name until they come by their id, and are never there twice", async () => {
    await givenCustomer(testDb.db, { legacyId: 7, email: "ada@example.com" });
    await upload(ordersExport([old()], { isOld: true }));
    expect(await testDb.db.order.findMany()).toMatchObject([{ id: "s1_name:#1001", netMinor: 5_000n }]);
    await projectOrder(orderNode("5001", "#1001"));
    expect(await testDb.db.order.findMany()).toMatchObject([{ id: "s1_5001", netMinor: 8_000n }]);
    expect(await testDb.db.customerStats.count()).toBe(0); // Shopify named no customer.
    const placed = await testDb.db.domainEvent.findMany({ where: { type: "order.placed" } });
    expect(placed.map(({ subjectId }) => subjectId)).toEqual(["s1_5001"]);
    expect(await differences()).toEqual([]);
  });

  test("give way to a file that has ids, too", async () => {
    await upload(ordersExport([old()], { isOld: true }));
    await upload(ordersExport([exportedOrder()]));
    expect(await testDb.db.order.findMany()).toMatchObject([{ id: "s1_5001" }]);
  });

  test("are known already when the order is there by its id", async () => {
    await projectOrder(orderNode("5001", "#1001"));
    const importId = await upload(ordersExport([old()], { isOld: true }));
    expect(await read(importId)).toMatchObject({ takenCount: 0, knownCount: 1 });
    expect(await testDb.db.order.count()).toBe(1);
  });

  test("are left out when their name stands for two orders", async () => {
    const importId = await upload(
      ordersExport([old(), old({ createdAt: "2024-03-01 10:00:00 +0100" })], { isOld: true }),
    );
    expect(await read(importId)).toMatchObject({ takenCount: 1, skippedCount: 1 });
    expect(await problemsOf(importId)).toMatchObject([{ line: 4, reason: "same-name", value: "#1001" }]);
  });

  test("are left out where the file cannot tell what was received", async () => {
    const importId = await upload(
      ordersExport(
        [
          old({ name: "#1", financialStatus: "partially_paid" }),
          old({ name: "#2", financialStatus: "partially_refunded" }),
          old({ name: "#3", financialStatus: "refunded" }),
        ],
        { isOld: true },
      ),
    );
    expect(await problemsOf(importId)).toMatchObject([
      { reason: "partly-paid-unknown", column: "Financial Status", value: "partially_paid" },
      { reason: "partly-refunded-unknown" },
    ]);
    expect(await testDb.db.order.findMany()).toMatchObject([
      { name: "#3", refundedMinor: 5_000n, netMinor: 0n },
    ]);
  });
});

describe("customers of a customers_export", () => {
  const ada = { id: "7", firstName: "Ada", lastName: "Lovelace", email: "ADA@example.com" };

  test("are taken over with what the file tells, by Shopify's id behind its apostrophe", async () => {
    const importId = await upload(
      customersExport([
        {
          ...ada,
          phone: "+48123456789",
          acceptsEmail: "yes",
          totalOrders: "3",
          tags: "vip, tea",
          note: "a\nb",
        },
      ]),
    );
    expect(await read(importId)).toMatchObject({ state: "done", takenCount: 1, skippedCount: 0 });
    expect(await testDb.db.customer.findUniqueOrThrow({ where: { id: "s1_7" } })).toMatchObject({
      gid: "gid://shopify/Customer/7",
      email: "ada@example.com",
      phone: "+48123456789",
      firstName: "Ada",
      city: "Gdańsk",
      countryCode: "PL",
      note: "a\nb",
      emailConsentState: "SUBSCRIBED",
      shopifyOrderCount: 3,
      registeredAt: null,
    });
    const tags = await testDb.db.customerTag.findMany({
      where: { customerId: "s1_7" },
      orderBy: { tagKey: "asc" },
    });
    expect(tags.map(({ tag }) => tag)).toEqual(["tea", "vip"]);
  });

  test("change nothing when the same file comes again", async () => {
    const file = customersExport([{ ...ada, acceptsEmail: "yes", tags: "vip" }]);
    await upload(file);
    const before = await snapshot();
    const again = await upload(file);
    expect(await snapshot()).toEqual(before);
    expect(await read(again)).toMatchObject({ takenCount: 0, knownCount: 1 });
  });

  test("never overwrite what Shopify told, nor bring back who was deleted", async () => {
    await givenCustomer(testDb.db, { legacyId: 7, firstName: "Augusta", tags: ["old"] });
    await givenCustomer(testDb.db, {
      legacyId: 8,
      email: null,
      firstName: null,
      versionAt: null,
      deletedAt: NOW,
    });
    const importId = await upload(
      customersExport([ada, { id: "8", firstName: "Eve", lastName: "Gone", email: "eve@example.com" }]),
    );
    const [first, second] = await testDb.db.customer.findMany({ orderBy: { id: "asc" } });
    expect(first).toMatchObject({ firstName: "Augusta" });
    expect(second).toMatchObject({ email: null, firstName: null, deletedAt: NOW });
    expect(await read(importId)).toMatchObject({ takenCount: 0, knownCount: 2 });
  });

  test("without an id are found by their address, or left out without keeping it", async () => {
    await givenCustomer(testDb.db, { legacyId: 7, email: "ada@example.com" });
    const importId = await upload(
      customersExport(
        [
          { ...ada, id: null },
          { id: null, firstName: "No", lastName: "Body", email: "nobody@example.com" },
        ],
        { isOld: true },
      ),
    );
    expect(await read(importId)).toMatchObject({ takenCount: 0, knownCount: 1, skippedCount: 1 });
    expect(await problemsOf(importId)).toEqual([
      { line: 3, column: "Email", value: null, reason: "nobody", params: {} },
    ]);
  });
});

describe("a file", () => {
  test("that is cancelled stops, keeps what it took over, and its copy goes", async () => {
    const importId = await send(ordersExport([exportedOrder()]));
    expect(await cancelImport(testDb.db, { shopId: SHOP_ID, importId, now: NOW })).toEqual({
      outcome: "cancelled",
    });
    await world.runJobs();
    expect(await read(importId)).toMatchObject({ state: "cancelled", takenCount: 0 });
    expect(await testDb.db.importChunk.count()).toBe(0);
    expect(await cancelImport(testDb.db, { shopId: SHOP_ID, importId, now: NOW })).toEqual({
      outcome: "not-found",
    });
  });

  test("of a shop that has uninstalled waits for it, and goes on when asked to", async () => {
    const importId = await send(ordersExport([exportedOrder()]));
    await testDb.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
    await world.runJobs();
    expect(await read(importId)).toMatchObject({ state: "failed", error: { code: "shop-gone" } });
    await testDb.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: null } });
    expect(await retryImport(testDb.db, { shopId: SHOP_ID, importId, now: NOW })).toEqual({
      outcome: "retried",
    });
    expect(await retryImport(testDb.db, { shopId: SHOP_ID, importId, now: NOW })).toEqual({
      outcome: "not-found",
    });
    await world.runJobs();
    expect(await read(importId)).toMatchObject({ state: "done", takenCount: 1, error: null });
    expect(await testDb.db.importChunk.count()).toBe(0);
  });

  test("of another shop can neither be added to, cancelled nor retried", async () => {
    const importId = await send(ordersExport([exportedOrder()]));
    await givenShop(testDb.db, { id: "s2", domain: "other.myshopify.com" });
    const asked = { shopId: "s2", importId, now: NOW };
    expect(await cancelImport(testDb.db, asked)).toEqual({ outcome: "not-found" });
    expect(await retryImport(testDb.db, asked)).toEqual({ outcome: "not-found" });
    const bytes = Buffer.from("x");
    expect(await acceptPart(testDb.db, { ...asked, position: 0, bytes })).toEqual({ outcome: "not-found" });
  });

  test("whose job was given up says so a day later, may be tried again, and is not kept for ever", async () => {
    const importId = await send(ordersExport([exportedOrder()]));
    await testDb.db.job.deleteMany();
    world.at(new Date(NOW.getTime() + 86_400_000));
    await world.runJobs();
    expect(await read(importId)).toMatchObject({ state: "waiting" });
    const later = new Date(NOW.getTime() + 2 * 86_400_000);
    world.at(later);
    await world.runJobs();
    expect(await read(importId)).toMatchObject({ state: "failed", error: { code: "load-failed" } });
    expect(await retryImport(testDb.db, { shopId: SHOP_ID, importId, now: later })).toEqual({
      outcome: "retried",
    });
    await testDb.db.job.deleteMany({ where: { name: "history-import.load-file" } });
    for (const days of [4, 12]) {
      world.at(new Date(NOW.getTime() + days * 86_400_000));
      await world.runJobs();
    }
    expect(await testDb.db.importChunk.count()).toBe(0);
  });

  test("is kept sealed while it waits", async () => {
    await send(ordersExport([exportedOrder()]));
    const [stored] = await testDb.db.$queryRaw<{ mark: string }[]>`
      SELECT substr("body", 2, 3) AS "mark" FROM "ImportChunk" WHERE "shopId" = ${SHOP_ID}`;
    expect(stored?.mark).toBe("s1.");
  });
});
