import { type Db, dialectOf } from "~/platform/db.server";
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

/** Whether there are as many orders of all shops; on SQLite deleted ones count, too. */
export async function hasOrdersOfAllShops(db: Db, count: number): Promise<boolean> {
  const [row] = await acrossShops(EVERYBODY, () =>
    dialectOf(db) === "sqlite"
      ? db.$queryRaw<{ count: bigint | null }[]>`SELECT MAX(rowid) AS "count" FROM "Order"`
      : db.$queryRaw<{ count: bigint | null }[]>`
          SELECT COUNT(*) AS "count" FROM (SELECT 1 FROM "Order" LIMIT ${count}) AS "some"`,
  );
  return Number(row?.count ?? 0) >= count;
}

/** Whether orders of some shop are being loaded now. */
export async function isAnyLoadingOfAllShops(db: Db): Promise<boolean> {
  const where = { resource: "orders", state: "loading" };
  return (await acrossShops(EVERYBODY, () => db.backfill.count({ where }))) > 0;
}

/** Safe to repeat. */
export async function dropLateIndexes(db: Db): Promise<void> {
  for (const [table, columns] of LATE_INDEXES) {
    await acrossShops(EVERYBODY, () =>
      db.$executeRawUnsafe(`DROP INDEX IF EXISTS "${nameOf(table, columns)}"`),
    );
  }
}

/** Builds those that are missing. Safe to repeat. */
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
