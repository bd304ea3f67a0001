import type { Db } from "~/platform/db.server";

/** Counts anew the customers named: their stats and months, from their valid orders. */
export async function refreshCustomers(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<void> {
  if (customerIds.length === 0) return;
  const ids = JSON.stringify(customerIds);
  await db.$executeRaw`
    DELETE FROM "CustomerStats" WHERE "shopId" = ${shopId} AND "customerId" IN @ids(${ids})`;
  await db.$executeRaw`
    INSERT INTO "CustomerStats" ("shopId", "customerId", "orderCount", "netMinor", "currencyCode", "firstOrderAt", "lastOrderAt", "firstOrderMonth")
    SELECT "shopId", "customerId", COUNT(*), SUM("netMinor"), MAX("currencyCode"), MIN("placedAt"), MAX("placedAt"), MIN("placedMonth")
    FROM "Order" WHERE "shopId" = ${shopId} AND "customerId" IN @ids(${ids}) AND "isValid"
    GROUP BY "shopId", "customerId"`;
  await db.$executeRaw`
    DELETE FROM "CustomerMonth" WHERE "shopId" = ${shopId} AND "customerId" IN @ids(${ids})`;
  await db.$executeRaw`
    INSERT INTO "CustomerMonth" ("shopId", "customerId", "month", "orderCount", "netMinor")
    SELECT "shopId", "customerId", "placedMonth", COUNT(*), SUM("netMinor")
    FROM "Order" WHERE "shopId" = ${shopId} AND "customerId" IN @ids(${ids}) AND "isValid"
    GROUP BY "shopId", "customerId", "placedMonth"`;
}

/** Counts anew the days named (YYYY-MM-DD in the shop's zone). Orders without a customer count, but have no buyer. */
export async function refreshDays(
  db: Db,
  { shopId, days }: { shopId: string; days: readonly string[] },
): Promise<void> {
  if (days.length === 0) return;
  const list = JSON.stringify(days);
  await db.$executeRaw`
    DELETE FROM "DayStats" WHERE "shopId" = ${shopId} AND "day" IN @ids(${list})`;
  await db.$executeRaw`
    INSERT INTO "DayStats" ("shopId", "day", "orderCount", "netMinor", "buyerCount")
    SELECT "shopId", "placedOn", COUNT(*), SUM("netMinor"), COUNT(DISTINCT "customerId")
    FROM "Order" WHERE "shopId" = ${shopId} AND "placedOn" IN @ids(${list}) AND "isValid"
    GROUP BY "shopId", "placedOn"`;
}

/** Counts everything of a shop anew. */
export async function rebuildAggregates(db: Db, { shopId }: { shopId: string }): Promise<void> {
  await db.$executeRaw`DELETE FROM "CustomerStats" WHERE "shopId" = ${shopId}`;
  await db.$executeRaw`
    INSERT INTO "CustomerStats" ("shopId", "customerId", "orderCount", "netMinor", "currencyCode", "firstOrderAt", "lastOrderAt", "firstOrderMonth")
    SELECT "shopId", "customerId", COUNT(*), SUM("netMinor"), MAX("currencyCode"), MIN("placedAt"), MAX("placedAt"), MIN("placedMonth")
    FROM "Order" WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL AND "isValid"
    GROUP BY "shopId", "customerId"`;
  await db.$executeRaw`DELETE FROM "CustomerMonth" WHERE "shopId" = ${shopId}`;
  await db.$executeRaw`
    INSERT INTO "CustomerMonth" ("shopId", "customerId", "month", "orderCount", "netMinor")
    SELECT "shopId", "customerId", "placedMonth", COUNT(*), SUM("netMinor")
    FROM "Order" WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL AND "isValid"
    GROUP BY "shopId", "customerId", "placedMonth"`;
  await db.$executeRaw`DELETE FROM "DayStats" WHERE "shopId" = ${shopId}`;
  await db.$executeRaw`
    INSERT INTO "DayStats" ("shopId", "day", "orderCount", "netMinor", "buyerCount")
    SELECT "shopId", "placedOn", COUNT(*), SUM("netMinor"), COUNT(DISTINCT "customerId")
    FROM "Order" WHERE "shopId" = ${shopId} AND "isValid"
    GROUP BY "shopId", "placedOn"`;
}

/** One aggregate row in plain values, whatever table it is of. */
export type AggregateRow = { key: string; value: string };

/** The stored rows of one table. */
export function listStored(
  db: Db,
  { shopId, table }: { shopId: string; table: AggregateTable },
): Promise<AggregateRow[]> {
  switch (table) {
    case "CustomerStats":
      return db.$queryRaw`
        SELECT "customerId" AS key, json_array("orderCount", "netMinor", "currencyCode", "firstOrderAt", "lastOrderAt", "firstOrderMonth") AS value
        FROM "CustomerStats" WHERE "shopId" = ${shopId}`;
    case "CustomerMonth":
      return db.$queryRaw`
        SELECT "customerId" || ' ' || "month" AS key, json_array("orderCount", "netMinor") AS value
        FROM "CustomerMonth" WHERE "shopId" = ${shopId}`;
    case "DayStats":
      return db.$queryRaw`
        SELECT "day" AS key, json_array("orderCount", "netMinor", "buyerCount") AS value
        FROM "DayStats" WHERE "shopId" = ${shopId}`;
  }
}

/** The rows of one table as they should be, counted from the orders themselves, by the definition and not by `isValid`. */
export function listRecounted(
  db: Db,
  { shopId, table }: { shopId: string; table: AggregateTable },
): Promise<AggregateRow[]> {
  switch (table) {
    case "CustomerStats":
      return db.$queryRaw`
        SELECT "customerId" AS key, json_array(COUNT(*), SUM("netMinor"), MAX("currencyCode"), MIN("placedAt"), MAX("placedAt"), MIN("placedMonth")) AS value
        FROM "Order"
        WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL AND NOT "isTest" AND "cancelledAt" IS NULL AND "deletedAt" IS NULL
          AND "netMinor" > 0 AND "financialStatus" IN ('PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')
        GROUP BY "customerId"`;
    case "CustomerMonth":
      return db.$queryRaw`
        SELECT "customerId" || ' ' || "placedMonth" AS key, json_array(COUNT(*), SUM("netMinor")) AS value
        FROM "Order"
        WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL AND NOT "isTest" AND "cancelledAt" IS NULL AND "deletedAt" IS NULL
          AND "netMinor" > 0 AND "financialStatus" IN ('PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')
        GROUP BY "customerId", "placedMonth"`;
    case "DayStats":
      return db.$queryRaw`
        SELECT "placedOn" AS key, json_array(COUNT(*), SUM("netMinor"), COUNT(DISTINCT "customerId")) AS value
        FROM "Order"
        WHERE "shopId" = ${shopId} AND NOT "isTest" AND "cancelledAt" IS NULL AND "deletedAt" IS NULL
          AND "netMinor" > 0 AND "financialStatus" IN ('PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')
        GROUP BY "placedOn"`;
  }
}

export const AGGREGATE_TABLES = ["CustomerStats", "CustomerMonth", "DayStats"] as const;
export type AggregateTable = (typeof AGGREGATE_TABLES)[number];
