import { MODEL_COLUMNS, type ModelName } from "~/generated/columns";
import type { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { SEALED, sealRecord } from "~/platform/sealing.server";
import { rowsFrom, toDbInstant, toJson } from "~/platform/sql.server";

type Row = Record<string, unknown>;

/**
 * Rows of a model as one parameter for `upsertSql`: what `rowsToJson` makes of them, without copies.
 *
 * @param rows Are changed: instants become texts.
 */
export function rowsInPlaceToJson(model: ModelName, rows: readonly Row[]): string {
  const columns: Readonly<Record<string, string>> = MODEL_COLUMNS[model];
  const instants = Object.keys(columns).filter((column) => columns[column] === "instant");
  const sealed = Object.keys(SEALED[model] ?? {});
  const stored = rows.map((row) => {
    for (const column of instants) {
      const value = row[column];
      if (value instanceof Date) row[column] = toDbInstant(value);
    }
    return sealed.some((column) => typeof row[column] === "string") ? sealRecord(model, row) : row;
  });
  return toJson(stored);
}

/*
 * CROSS JOIN keeps SQLite to the order as written: ids first, each looked up by the key. Left alone, and without
 * statistics, it prefers an index that begins with the shop, and reads all rows of the shop.
 */

function idRows(model: "Order" | "Customer", ids: readonly string[]): Prisma.Sql {
  return rowsFrom("r", model, { columns: ["id"], rows: ids.map((id) => ({ id })) });
}

/** Those customers of whom a payload of their own has told. */
export async function listKnownCustomerIds(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM ${idRows("Customer", ids)} CROSS JOIN "Customer" c
    WHERE c."id" = r."id" AND c."shopId" = ${shopId} AND c."versionAt" IS NOT NULL`;
  return new Set(rows.map(({ id }) => id));
}

/** The version of each order that is there. */
export async function listOrderVersions(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, Date>> {
  const rows = await db.$queryRaw<{ id: string; versionAt: Date }[]>`
    SELECT o."id", o."versionAt" FROM ${idRows("Order", ids)} CROSS JOIN "Order" o
    WHERE o."id" = r."id" AND o."shopId" = ${shopId}`;
  return new Map(rows.map(({ id, versionAt }) => [id, versionAt]));
}
