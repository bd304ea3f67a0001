import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";

export const AGGREGATE_TABLES = ["CustomerStats", "CustomerMonth", "CohortMonth", "DayStats"] as const;
export type AggregateTable = (typeof AGGREGATE_TABLES)[number];

/** A row that is not what a count of the orders gives. Null: it is missing there. Values are JSON objects. */
export type AggregateDifference = {
  table: AggregateTable;
  key: string;
  stored: string | null;
  recounted: string | null;
};

/** A table's rows as texts, so that both databases compare the same: key columns, then figures. */
type Shape = { keys: readonly string[]; figures: readonly string[] };

const SHAPES: Readonly<Record<AggregateTable, Shape>> = {
  CustomerStats: {
    keys: ["customerId"],
    figures: ["orderCount", "netMinor", "currencyCode", "firstOrderAt", "lastOrderAt", "firstOrderMonth"],
  },
  CustomerMonth: { keys: ["customerId", "month"], figures: ["orderCount", "netMinor"] },
  CohortMonth: { keys: ["cohort", "month"], figures: ["customerCount", "orderCount", "netMinor"] },
  DayStats: { keys: ["day"], figures: ["orderCount", "netMinor", "buyerCount"] },
};

/**
 * Compares the stored aggregates with a count of the raw orders by METRICS.md; empty when equal to the cent. The
 * databases compare; only differences are read.
 */
export async function compareAggregates(
  db: Db,
  { shopId }: { shopId: string },
): Promise<AggregateDifference[]> {
  const differences: AggregateDifference[] = [];
  for (const table of AGGREGATE_TABLES) {
    const stored = storedRows(table, shopId);
    const recounted = recountedRows(table, shopId);
    const extra = await listRows(db, { table, query: Prisma.sql`${stored} EXCEPT ${recounted}` });
    const missing = await listRows(db, { table, query: Prisma.sql`${recounted} EXCEPT ${stored}` });
    for (const key of [...new Set([...extra.keys(), ...missing.keys()])].sort())
      differences.push({ table, key, stored: extra.get(key) ?? null, recounted: missing.get(key) ?? null });
  }
  return differences;
}

async function listRows(
  db: Db,
  { table, query }: { table: AggregateTable; query: Prisma.Sql },
): Promise<Map<string, string>> {
  const { keys, figures } = SHAPES[table];
  const rows = await db.$queryRaw<Record<string, unknown>[]>(query);
  return new Map(
    rows.map((row) => {
      const values = Object.fromEntries(figures.map((name) => [name, plain(row[name])]));
      return [keys.map((name) => String(row[name])).join(" "), JSON.stringify(values)];
    }),
  );
}

function plain(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

function storedRows(table: AggregateTable, shopId: string): Prisma.Sql {
  const { keys, figures } = SHAPES[table];
  const columns = Prisma.raw([...keys, ...figures].map((name) => `"${name}"`).join(", "));
  return Prisma.sql`SELECT ${columns} FROM ${Prisma.raw(`"${table}"`)} WHERE "shopId" = ${shopId}`;
}

/** Valid orders by the definition, and not by `isValid`. */
function validOrders(shopId: string): Prisma.Sql {
  return Prisma.sql`(
    SELECT * FROM "Order"
    WHERE "shopId" = ${shopId} AND NOT "isTest" AND "cancelledAt" IS NULL AND "deletedAt" IS NULL
      AND "netMinor" > 0 AND "financialStatus" IN ('PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'))`;
}

function recountedRows(table: AggregateTable, shopId: string): Prisma.Sql {
  const valid = validOrders(shopId);
  switch (table) {
    case "CustomerStats":
      return Prisma.sql`
        SELECT "customerId", COUNT(*) AS "orderCount", SUM("netMinor") AS "netMinor", MAX("currencyCode") AS "currencyCode",
               MIN("placedAt") AS "firstOrderAt", MAX("placedAt") AS "lastOrderAt", MIN("placedMonth") AS "firstOrderMonth"
        FROM ${valid} o WHERE "customerId" IS NOT NULL GROUP BY "customerId"`;
    case "CustomerMonth":
      return Prisma.sql`
        SELECT "customerId", "placedMonth" AS "month", COUNT(*) AS "orderCount", SUM("netMinor") AS "netMinor"
        FROM ${valid} o WHERE "customerId" IS NOT NULL GROUP BY "customerId", "placedMonth"`;
    case "CohortMonth":
      return Prisma.sql`
        SELECT "cohort", "month", COUNT(*) AS "customerCount", SUM("orderCount") AS "orderCount", SUM("netMinor") AS "netMinor"
        FROM (
          SELECT o."customerId", f."cohort", o."placedMonth" AS "month", COUNT(*) AS "orderCount", SUM(o."netMinor") AS "netMinor"
          FROM ${valid} o
          JOIN (SELECT "customerId", MIN("placedMonth") AS "cohort" FROM ${valid} v WHERE "customerId" IS NOT NULL
                GROUP BY "customerId") f ON f."customerId" = o."customerId"
          GROUP BY o."customerId", f."cohort", o."placedMonth") m
        GROUP BY "cohort", "month"`;
    case "DayStats":
      return Prisma.sql`
        SELECT "placedOn" AS "day", COUNT(*) AS "orderCount", SUM("netMinor") AS "netMinor",
               COUNT(DISTINCT "customerId") AS "buyerCount"
        FROM ${valid} o GROUP BY "placedOn"`;
  }
}
