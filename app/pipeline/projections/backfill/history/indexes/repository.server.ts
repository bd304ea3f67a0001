import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

/** Indexes that no write needs, by table; the columns as in schema.prisma, the names as Prisma gives them. */
export const LATE_INDEXES = [
  ["Order", ["shopId", "customerId", "placedAt"]],
  ["Order", ["shopId", "placedOn", "isValid", "customerId", "netMinor"]],
  ["Order", ["shopId", "checkoutToken"]],
  ["Order", ["shopId", "cartToken"]],
  ["Order", ["shopId", "emailHash"]],
  ["OrderLine", ["shopId", "productId"]],
] as const;

const EVERYBODY = "indexes belong to the table, whose ever the rows are";

/** Orders of all shops, deleted ones too; an upper bound. */
export async function countOrdersOfAllShops(db: Db): Promise<number> {
  const [row] = await acrossShops(
    EVERYBODY,
    () => db.$queryRaw<{ count: bigint | null }[]>`SELECT MAX(rowid) AS "count" FROM "Order"`,
  );
  return Number(row?.count ?? 0);
}

/** Whether orders of some shop are being loaded now. */
export async function isAnyLoadingOfAllShops(db: Db): Promise<boolean> {
  const where = { resource: "orders", state: "loading" };
  return (await acrossShops(EVERYBODY, () => db.backfill.count({ where }))) > 0;
}

/** Safe to repeat. SQLite only. */
export async function dropLateIndexes(db: Db): Promise<void> {
  for (const [table, columns] of LATE_INDEXES) {
    await acrossShops(EVERYBODY, () =>
      db.$executeRawUnsafe(`DROP INDEX IF EXISTS "${nameOf(table, columns)}"`),
    );
  }
}

/** Builds those that are missing. Safe to repeat. SQLite only. */
export async function createLateIndexes(db: Db): Promise<void> {
  for (const [table, columns] of LATE_INDEXES) {
    const list = columns.map((column) => `"${column}"`).join(", ");
    await acrossShops(EVERYBODY, () =>
      db.$executeRawUnsafe(`CREATE INDEX IF NOT EXISTS "${nameOf(table, columns)}" ON "${table}" (${list})`),
    );
  }
}

function nameOf(table: string, columns: readonly string[]): string {
  return `${table}_${columns.join("_")}_idx`;
}
