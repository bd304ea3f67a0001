import { type Db, toMinor } from "~/platform/db.server";

import { rowsToJson, upsertSql } from "../batch/rows.server";

import type { OrderRow, OrderState, RefundRow } from "./schema";

const COLUMNS = [
  "id",
  "shopId",
  "gid",
  "name",
  "customerId",
  "isLinkedByAddress",
  "email",
  "isTest",
  "sourceName",
  "cartToken",
  "checkoutToken",
  "financialStatus",
  "fulfillmentStatus",
  "currencyCode",
  "presentmentCurrency",
  "totalMinor",
  "subtotalMinor",
  "discountMinor",
  "shippingMinor",
  "taxMinor",
  "receivedMinor",
  "refundedMinor",
  "unlistedRefundMinor",
  "netMinor",
  "netTaxMinor",
  "netShippingMinor",
  "isValid",
  "tagsJson",
  "placedAt",
  "placedOn",
  "placedMonth",
  "cancelledAt",
  "cancelReason",
  "deletedAt",
  "versionAt",
  "statedPaymentJson",
] as const;

const MONEY = [
  "totalMinor",
  "subtotalMinor",
  "discountMinor",
  "shippingMinor",
  "taxMinor",
  "receivedMinor",
  "refundedMinor",
  "unlistedRefundMinor",
  "netMinor",
  "netTaxMinor",
  "netShippingMinor",
] as const satisfies readonly (keyof OrderRow)[];

export const UPSERT_ORDERS = upsertSql({
  table: "Order",
  columns: COLUMNS,
  key: ["id"],
  guard: `excluded."versionAt" >= "Order"."versionAt"`,
});
export const UPSERT_LINES = upsertSql({
  table: "OrderLine",
  columns: [
    "id",
    "shopId",
    "orderId",
    "gid",
    "productId",
    "variantId",
    "title",
    "variantTitle",
    "sku",
    "quantity",
    "currentQuantity",
    "unitPriceMinor",
    "discountMinor",
    "isGiftCard",
  ],
  key: ["id"],
});
export const UPSERT_DISCOUNTS = upsertSql({
  table: "OrderDiscount",
  columns: ["orderId", "codeKey", "shopId", "code", "amountMinor"],
  key: ["orderId", "codeKey"],
});
export const UPSERT_REFUNDS = upsertSql({
  table: "Refund",
  columns: ["id", "shopId", "orderId", "gid", "amountMinor", "refundedAt"],
  key: ["id"],
});

type Stored<Row> = { [Key in keyof Row]: Row[Key] extends number ? bigint : Row[Key] };

/** The stored ones among `ids`, with their refunds, by id. */
export async function loadOrders(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, OrderState>> {
  const states = new Map<string, OrderState>();
  if (ids.length === 0) return states;
  const json = JSON.stringify(ids);
  const rows = await db.$queryRaw<(Stored<OrderRow> & { shopId?: string })[]>`
    SELECT * FROM "Order" WHERE "shopId" = ${shopId} AND "id" IN @ids(${json})`;
  for (const row of rows) {
    delete row.shopId;
    const money = Object.fromEntries(MONEY.map((key) => [key, toMinor(row[key])])) as Pick<
      OrderRow,
      (typeof MONEY)[number]
    >;
    states.set(row.id, {
      row: { ...row, ...money },
      refunds: new Map(),
      lines: null,
      discounts: null,
      newRefunds: [],
      transactions: new Map(),
      newTransactions: [],
      isStored: true,
      isChanged: false,
    });
  }
  if (states.size === 0) return states;
  const refunds = await db.$queryRaw<(Stored<RefundRow> & { orderId: string })[]>`
    SELECT "id", "orderId", "gid", "amountMinor", "refundedAt" FROM "Refund"
    WHERE "shopId" = ${shopId} AND "orderId" IN @ids(${json})`;
  for (const { orderId, ...refund } of refunds) {
    states.get(orderId)?.refunds.set(refund.id, { ...refund, amountMinor: toMinor(refund.amountMinor) });
  }
  return states;
}

/**
 * Stores the changed ones with what came along of lines, codes and refunds. A newer version in the database stays.
 *
 * All is asked for at once: the database does one after the other, and rows are made ready while it does.
 */
export async function saveOrders(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly OrderState[] },
): Promise<void> {
  const changed = states.filter((state) => state.isChanged);
  if (changed.length === 0) return;
  const orders = changed.map(({ row }) => ({ ...row, shopId }));
  await Promise.all([
    db.$executeRawUnsafe(UPSERT_ORDERS, rowsToJson(orders, "Order")),
    replaceLines(db, { shopId, states: changed }),
    replaceDiscounts(db, { shopId, states: changed }),
    saveRefunds(db, { shopId, states: changed }),
  ]);
}

async function saveRefunds(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly OrderState[] },
): Promise<void> {
  const refunds = states.flatMap(({ row, newRefunds }) =>
    newRefunds.map((refund) => ({ ...refund, shopId, orderId: row.id })),
  );
  if (refunds.length > 0) await db.$executeRawUnsafe(UPSERT_REFUNDS, rowsToJson(refunds));
}

async function replaceLines(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly OrderState[] },
): Promise<void> {
  const told = states.filter((state) => state.lines !== null);
  if (told.length === 0) return;
  const stored = told.filter((state) => state.isStored);
  if (stored.length > 0) {
    const orderIds = JSON.stringify(stored.map(({ row }) => row.id));
    await db.$executeRaw`
      DELETE FROM "OrderLine" WHERE "shopId" = ${shopId} AND "orderId" IN @ids(${orderIds})`;
  }
  const lines = told.flatMap(({ row, lines }) =>
    (lines ?? []).map((line) => ({ ...line, shopId, orderId: row.id })),
  );
  if (lines.length > 0) await db.$executeRawUnsafe(UPSERT_LINES, rowsToJson(lines));
}

/** What a code took off is told by notices alone: an order that is read again keeps the amounts that are known. */
async function replaceDiscounts(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly OrderState[] },
): Promise<void> {
  const told = states.filter((state) => state.discounts !== null);
  if (told.length === 0) return;
  const orderIds = JSON.stringify(told.filter((state) => state.isStored).map(({ row }) => row.id));
  const discounts = told.flatMap(({ row, discounts: codes }) =>
    (codes ?? []).map((discount) => ({ ...discount, shopId, orderId: row.id })),
  );
  const known = discounts.some(({ amountMinor }) => amountMinor === null)
    ? await loadAmounts(db, { shopId, orderIds })
    : new Map<string, number>();
  if (orderIds !== "[]") {
    await db.$executeRaw`
      DELETE FROM "OrderDiscount" WHERE "shopId" = ${shopId} AND "orderId" IN @ids(${orderIds})`;
  }
  const rows = discounts.map(({ amountMinor, ...discount }) => ({
    ...discount,
    amountMinor: amountMinor ?? known.get(amountKey(discount)) ?? null,
  }));
  if (rows.length > 0) await db.$executeRawUnsafe(UPSERT_DISCOUNTS, rowsToJson(rows));
}

const amountKey = ({ orderId, codeKey }: { orderId: string; codeKey: string }) => `${orderId}:${codeKey}`;

/** What codes took off stored orders, where it is known. */
async function loadAmounts(
  db: Db,
  { shopId, orderIds }: { shopId: string; orderIds: string },
): Promise<Map<string, number>> {
  if (orderIds === "[]") return new Map();
  const rows = await db.$queryRaw<{ orderId: string; codeKey: string; amountMinor: bigint }[]>`
    SELECT "orderId", "codeKey", "amountMinor" FROM "OrderDiscount"
    WHERE "shopId" = ${shopId} AND "orderId" IN @ids(${orderIds}) AND "amountMinor" IS NOT NULL`;
  return new Map(rows.map((row) => [amountKey(row), toMinor(row.amountMinor)]));
}

/** Deletes orders known by their name only, with what was told of them: the orders themselves have come. */
export async function deleteNameKeyedOrders(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return;
  const told = ["placed", "paid", "cancelled"];
  const sourceKeys = ids.flatMap((id) => told.map((fact) => `order.${fact}:${id}`));
  await db.domainEvent.deleteMany({ where: { shopId, sourceKey: { in: sourceKeys } } });
  await db.order.deleteMany({ where: { shopId, id: { in: [...ids] } } });
}
