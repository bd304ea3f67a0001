/**
 * What an app does that loads a bulk file with Prisma: reads it line by line, parses, `createMany` on the same models with
 * the same columns and indexes, a thousand orders at a time. `tsx peer.ts`, with DATABASE_URL, ORDERS_FILE,
 * CUSTOMERS_FILE and SAMPLE; its last line is `{"seconds":…,"insertSeconds":…,"orders":…}`: from the first byte read
 * until the last row is stored, and what of it were the inserts.
 *
 * To its favour: the file lies on the disk; children stand behind their parents, and it trusts that; a quick reader of
 * fields in place of a schema; no version guard, no seal on personal fields, no aggregates, no progress to resume at; the
 * stock adapter with WAL, which does not wait for the disk.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { PrismaBetterSQLite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";

import type { BulkLine } from "../../app/integrations/shopify/bulk/schema";
import { type Prisma, PrismaClient } from "../../app/generated/prisma/client";
import { PrismaClient as PostgresClient } from "../../app/generated/prisma-postgresql/client";
import { mapCustomerNode } from "../../app/pipeline/projections/customers/mapping";
import { applyCustomerChange, unknownCustomer } from "../../app/pipeline/projections/customers/rules";
import { changeOfOrderNode } from "../../app/pipeline/projections/orders/node-mapping";
import { applyOrderChange, unknownOrder } from "../../app/pipeline/projections/orders/rules";
import { readOrderNode } from "../../app/pipeline/projections/backfill/history/order-node";

const { DATABASE_URL = "", ORDERS_FILE = "", CUSTOMERS_FILE = "", SAMPLE = "0" } = process.env;
const CHUNK = 1_000;
const ordersWanted = Number(SAMPLE);
const shopId = "01990000-0000-7000-8000-000000000001";
const now = new Date();
const shop = { id: shopId, domain: "peer.myshopify.com", currencyCode: "EUR", ianaTimezone: "Europe/Warsaw" };
const input = { shop, triggeredAt: now, idOf: (legacyId: string) => `${shopId}_${legacyId}` };

const isPostgres = DATABASE_URL.startsWith("postgres");
const db = isPostgres
  ? (new PostgresClient({
      adapter: new PrismaPg({ connectionString: DATABASE_URL }),
    }) as unknown as PrismaClient)
  : new PrismaClient({ adapter: new PrismaBetterSQLite3({ url: DATABASE_URL }) });
if (!isPostgres) await db.$queryRaw`PRAGMA journal_mode = WAL`;

const secondsSince = (startedAt: number) => (performance.now() - startedAt) / 1_000;
let insertSeconds = 0;
async function timed(work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  await work();
  insertSeconds += secondsSince(startedAt);
}

let orders: Prisma.OrderCreateManyInput[] = [];
let lines: Prisma.OrderLineCreateManyInput[] = [];
let discounts: Prisma.OrderDiscountCreateManyInput[] = [];
let refunds: Prisma.RefundCreateManyInput[] = [];
let customers: Prisma.CustomerCreateManyInput[] = [];
let orderCount = 0;

async function flush(): Promise<void> {
  await timed(async () => {
    if (customers.length > 0) await db.customer.createMany({ data: customers });
    if (orders.length > 0) await db.order.createMany({ data: orders });
    if (lines.length > 0) await db.orderLine.createMany({ data: lines });
    if (discounts.length > 0) await db.orderDiscount.createMany({ data: discounts });
    if (refunds.length > 0) await db.refund.createMany({ data: refunds });
  });
  [orders, lines, discounts, refunds, customers] = [[], [], [], [], []];
}

function addCustomer(body: BulkLine): void {
  const [change] = mapCustomerNode({ ...input, body });
  if (!change) return;
  const state = unknownCustomer(change, now);
  applyCustomerChange(state, change);
  customers.push({ ...state.row, shopId });
}

function addFamily(parent: BulkLine, children: readonly BulkLine[]): void {
  const node = readOrderNode(parent, children);
  if (!node) throw new Error("the file is not as the bench made it");
  const change = changeOfOrderNode(input, node);
  const state = unknownOrder(change, shop.currencyCode);
  applyOrderChange(state, change);
  const orderId = change.id;
  orders.push({ ...state.row, shopId });
  for (const line of state.lines ?? []) lines.push({ ...line, shopId, orderId });
  for (const discount of state.discounts ?? []) discounts.push({ ...discount, shopId, orderId });
  for (const refund of state.newRefunds) refunds.push({ ...refund, shopId, orderId });
  orderCount += 1;
}

async function* linesOf(path: string): AsyncGenerator<BulkLine> {
  for await (const text of createInterface({ input: createReadStream(path) }))
    yield JSON.parse(text) as BulkLine;
}

const startedAt = performance.now();
let customerCount = 0;
for await (const body of linesOf(CUSTOMERS_FILE)) {
  if (customerCount++ >= ordersWanted * 0.12) break;
  addCustomer(body);
  if (customers.length >= CHUNK) await flush();
}
let parent: BulkLine | null = null;
let children: BulkLine[] = [];
for await (const body of linesOf(ORDERS_FILE)) {
  if (body.__parentId !== undefined) {
    children.push(body);
    continue;
  }
  if (parent) addFamily(parent, children);
  if (orders.length >= CHUNK) await flush();
  parent = body;
  children = [];
  if (orderCount >= ordersWanted) break;
}
if (parent && orderCount < ordersWanted) addFamily(parent, children);
await flush();
const seconds = secondsSince(startedAt);
await db.$disconnect();
console.log(JSON.stringify({ seconds, insertSeconds, orders: orderCount }));
