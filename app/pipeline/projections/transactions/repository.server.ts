import { type Db, toMinor } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import { rowsToJson, upsertSql } from "../batch/rows.server";
import type { OrderState } from "../orders/schema";

import { OPEN_STATUSES } from "./rules";
import type { TransactionRow } from "./schema";

const UPSERT_TRANSACTIONS = upsertSql({
  table: "OrderTransaction",
  columns: [
    "id",
    "shopId",
    "orderId",
    "gid",
    "kind",
    "status",
    "gateway",
    "amountMinor",
    "currencyCode",
    "shopAmountMinor",
    "parentId",
    "processedAt",
    "versionAt",
  ],
  key: ["id"],
  guard: `excluded."versionAt" >= "OrderTransaction"."versionAt"`,
});

type StoredTransaction = Omit<TransactionRow, "amountMinor" | "shopAmountMinor"> & {
  orderId: string;
  amountMinor: bigint;
  shopAmountMinor: bigint | null;
};

/** Gives the loaded orders their stored transactions. */
export async function loadTransactions(
  db: Db,
  { shopId, orders }: { shopId: string; orders: ReadonlyMap<string, OrderState> },
): Promise<void> {
  if (orders.size === 0) return;
  const rows = await db.$queryRaw<StoredTransaction[]>`
    SELECT "id", "orderId", "gid", "kind", "status", "gateway", "amountMinor", "currencyCode", "shopAmountMinor",
      "parentId", "processedAt", "versionAt"
    FROM "OrderTransaction" WHERE "shopId" = ${shopId} AND "orderId" IN ${idsIn([...orders.keys()])}`;
  for (const { orderId, amountMinor, shopAmountMinor, ...row } of rows) {
    orders.get(orderId)?.transactions.set(row.id, {
      ...row,
      amountMinor: toMinor(amountMinor),
      shopAmountMinor: shopAmountMinor === null ? null : toMinor(shopAmountMinor),
    });
  }
}

/** Stores the transactions that came with the changes. A newer account of one in the database stays. */
export async function saveTransactions(
  db: Db,
  { shopId, orders }: { shopId: string; orders: Iterable<OrderState> },
): Promise<void> {
  const rows: (TransactionRow & { shopId: string; orderId: string })[] = [];
  for (const { row, newTransactions } of orders) {
    for (const transaction of newTransactions) rows.push({ ...transaction, shopId, orderId: row.id });
  }
  if (rows.length > 0) await db.$executeRawUnsafe(UPSERT_TRANSACTIONS, rowsToJson(rows));
}

/** Those of the orders that are known and wait for money. */
export async function listOpenOrderIds(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.order.findMany({
    where: { shopId, id: { in: [...ids] }, financialStatus: { in: [...OPEN_STATUSES] } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
