import { Prisma } from "~/generated/prisma/client";
import type { FactScope } from "~/engine/facts/fact";
import { DAY_MS } from "~/kit/duration";
import { andAmong, type Sql } from "~/platform/sql.server";

/** The first instant of a window of so many days that ends at `at`; null: no bound, for 0 days. */
export function windowStart({ at, parameters }: Pick<FactScope, "at" | "parameters">): Date | null {
  const days = Number(parameters.days ?? 0);
  return days === 0 ? null : new Date(at.getTime() - days * DAY_MS);
}

/** ` AND <column> >= …` of a fact with a window. */
export function andInWindow(column: string, scope: Pick<FactScope, "at" | "parameters">): Sql {
  const from = windowStart(scope);
  return from === null ? Prisma.empty : Prisma.sql` AND ${Prisma.raw(column)} >= ${from}`;
}

/** Valid orders placed until `at`, in the window when there is one. */
export function validOrders(scope: FactScope): Sql {
  return Prisma.sql`
    SELECT "shopId", "id", "customerId", "netMinor", "placedAt" FROM "Order"
    WHERE "shopId" = ${scope.shopId}${andAmong('"customerId"', scope.customerIds)} AND "customerId" IS NOT NULL
      AND "isValid" AND "deletedAt" IS NULL AND "placedAt" <= ${scope.at}${andInWindow('"placedAt"', scope)}`;
}

const FIGURES = Prisma.sql`"customerId", COUNT(*) AS "orderCount", SUM("netMinor") AS "netMinor",
  MIN("placedAt") AS "firstAt", MAX("placedAt") AS "lastAt"`;

/**
 * Count, net, first and last of the valid orders of who has some.
 *
 * Of all time they are kept with every customer; only who ordered after `at` is counted anew.
 */
function orderFigures(scope: FactScope): Sql {
  if (windowStart(scope))
    return Prisma.sql`SELECT ${FIGURES} FROM (${validOrders(scope)}) o GROUP BY "customerId"`;
  const { shopId, at, customerIds } = scope;
  const among = andAmong('"customerId"', customerIds);
  // Of a few people the date must not lead SQLite to an index that begins with all of the shop's.
  const last =
    customerIds === null ? Prisma.sql`"lastOrderAt"` : Prisma.sql`COALESCE("lastOrderAt", "lastOrderAt")`;
  return Prisma.sql`
    SELECT "customerId", "orderCount", "netMinor", "firstOrderAt" AS "firstAt", "lastOrderAt" AS "lastAt"
    FROM "CustomerStats" WHERE "shopId" = ${shopId}${among} AND ${last} <= ${at}
    UNION ALL
    SELECT ${FIGURES} FROM "Order"
    WHERE "shopId" = ${shopId} AND "isValid" AND "deletedAt" IS NULL AND "placedAt" <= ${at}
      AND "customerId" IN (SELECT "customerId" FROM "CustomerStats" WHERE "shopId" = ${shopId}${among} AND ${last} > ${at})
    GROUP BY "customerId"`;
}

function ofFigures(scope: FactScope, value: Sql): Sql {
  return Prisma.sql`SELECT "customerId", ${value} AS "value" FROM (${orderFigures(scope)}) o`;
}

export function orderCounts(scope: FactScope): Sql {
  return ofFigures(scope, Prisma.sql`"orderCount"`);
}

export function netSpent(scope: FactScope): Sql {
  return ofFigures(scope, Prisma.sql`"netMinor"`);
}

/** Half a minor unit is rounded up. */
export function averageValues(scope: FactScope): Sql {
  return ofFigures(scope, Prisma.sql`(2 * CAST("netMinor" AS BIGINT) + "orderCount") / (2 * "orderCount")`);
}

export function lastOrders(scope: FactScope): Sql {
  return ofFigures(scope, Prisma.sql`"lastAt"`);
}

export function firstOrders(scope: FactScope): Sql {
  return ofFigures(scope, Prisma.sql`"firstAt"`);
}

/** Whole days of 24 hours. */
export function daysSinceLastOrder(scope: FactScope): Sql {
  return ofFigures(scope, daysUntil(scope.at, Prisma.sql`@ms("lastAt")`));
}

/** Whole days of 24 hours from an instant, in milliseconds, until another. */
export function daysUntil(at: Date, instantMs: Sql): Sql {
  return Prisma.sql`(CAST(${at.getTime()} AS BIGINT) - ${instantMs}) / ${Prisma.raw(String(DAY_MS))}`;
}

/** Share of the orders with a discount code, in per cent. */
export function usedCodeShares(scope: FactScope): Sql {
  return Prisma.sql`
    SELECT o."customerId", CAST(100.0 * SUM(o."hasCode") / COUNT(*) AS DOUBLE PRECISION) AS "value"
    FROM (
      SELECT v."customerId", CASE WHEN EXISTS (
        SELECT 1 FROM "OrderDiscount" d WHERE d."shopId" = ${scope.shopId} AND @few AND d."orderId" = v."id"
      ) THEN 1 ELSE 0 END AS "hasCode"
      FROM (${validOrders(scope)}) v
    ) o
    GROUP BY o."customerId"`;
}

/** Orders of which something was given back, valid or not; test orders are left out. */
export function refundedCounts({ shopId, customerIds, at }: FactScope): Sql {
  return Prisma.sql`
    SELECT o."customerId", COUNT(*) AS "value" FROM "Order" o
    WHERE o."shopId" = ${shopId}${andAmong('o."customerId"', customerIds)} AND o."customerId" IS NOT NULL
      AND o."deletedAt" IS NULL AND NOT o."isTest" AND o."placedAt" <= ${at} AND o."refundedMinor" > 0
      AND (o."unlistedRefundMinor" > 0 OR EXISTS (
        SELECT 1 FROM "Refund" r
        WHERE r."shopId" = o."shopId" AND r."orderId" = o."id" AND r."refundedAt" <= ${at}
      ))
    GROUP BY o."customerId"`;
}
