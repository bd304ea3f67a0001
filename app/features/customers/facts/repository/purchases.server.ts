import { Prisma } from "~/generated/prisma/client";
import type { FactScope } from "~/engine/facts/fact";
import { DAY_MS } from "~/kit/duration";
import type { Sql } from "~/platform/sql.server";

import { lastOrders, validOrders } from "./orders.server";

/**
 * Lines of valid orders. Of a few people SQLite is to begin with their orders, which CROSS JOIN tells it; of all it may
 * begin with a product.
 */
function boughtLines(scope: FactScope): Sql {
  const join = scope.customerIds === null ? Prisma.sql`JOIN` : Prisma.sql`CROSS JOIN`;
  const on = scope.customerIds === null ? Prisma.sql`ON` : Prisma.sql`WHERE`;
  return Prisma.sql`
    SELECT o."customerId", o."id" AS "orderId", l."productId"
    FROM (${validOrders(scope)}) o ${join} "OrderLine" l
    ${on} l."shopId" = o."shopId" AND l."orderId" = o."id" AND l."currentQuantity" > 0 AND COALESCE(l."productId", '') <> ''`;
}

/** In how many valid orders a product was bought; pieces taken out or refunded do not count. */
export function boughtProduct(scope: FactScope): Sql {
  // Of a few people the product must not lead SQLite to all lines with it, order by order.
  const product =
    scope.customerIds === null ? Prisma.sql`b."productId"` : Prisma.sql`COALESCE(b."productId", '')`;
  return Prisma.sql`
    SELECT b."customerId", COUNT(DISTINCT b."orderId") AS "value" FROM (${boughtLines(scope)}) b
    WHERE ${product} = ${String(scope.parameters.product)} GROUP BY b."customerId"`;
}

/** The products of valid orders. */
export function boughtProducts(scope: FactScope): Sql {
  return Prisma.sql`SELECT DISTINCT b."customerId", b."productId" AS "value" FROM (${boughtLines(scope)}) b`;
}

const LONGEST_GAP_MS = 365 * DAY_MS;
const TENTH_OF_A_DAY_MS = DAY_MS / 10;

/**
 * Median of the days between valid orders that follow each other, gaps over 365 days left out, to a tenth of a day: the
 * profile's typical gap, of who has three valid orders or more. No row where no gap is left.
 */
export function ownGapDays(scope: FactScope): Sql {
  const twoTenths = Prisma.raw(String(2 * TENTH_OF_A_DAY_MS));
  const oneTenth = Prisma.raw(String(TENTH_OF_A_DAY_MS));
  return Prisma.sql`
    SELECT h."customerId",
           CAST((MIN(h."gap") + MAX(h."gap") + ${oneTenth}) / ${twoTenths} AS DOUBLE PRECISION) / 10 AS "value"
    FROM (
      SELECT g."customerId", g."gap", COUNT(*) OVER (PARTITION BY g."customerId") AS "gapCount",
             ROW_NUMBER() OVER (PARTITION BY g."customerId" ORDER BY g."gap") AS "position"
      FROM (
        SELECT p."customerId", COUNT(*) OVER (PARTITION BY p."customerId") AS "orderCount",
               p."ms" - LAG(p."ms") OVER (PARTITION BY p."customerId" ORDER BY p."ms") AS "gap"
        FROM (SELECT o."customerId", @ms(o."placedAt") AS "ms" FROM (${validOrders(scope)}) o) p
      ) g
      WHERE g."orderCount" >= 3 AND g."gap" <= ${Prisma.raw(String(LONGEST_GAP_MS))}
    ) h
    WHERE h."position" IN ((h."gapCount" + 1) / 2, (h."gapCount" + 2) / 2)
    GROUP BY h."customerId"`;
}

/** The last valid order and the own gap after it: when somebody with a rhythm is to be expected again. */
export function nextExpected(scope: FactScope): Sql {
  return Prisma.sql`
    SELECT e."customerId", @instant(e."dueMs") AS "value"
    FROM (
      SELECT l."customerId", @ms(l."value") + CAST(ROUND(g."value" * 10) AS BIGINT) * ${Prisma.raw(String(TENTH_OF_A_DAY_MS))} AS "dueMs"
      FROM (${lastOrders(scope)}) l JOIN (${ownGapDays(scope)}) g ON g."customerId" = l."customerId"
    ) e`;
}
