import { Prisma } from "~/generated/prisma/client";
import type { FactScope } from "~/engine/facts/fact";
import { HOUR_MS } from "~/kit/duration";
import { andAmong, type Sql } from "~/platform/sql.server";

import { andInWindow } from "./orders.server";

/**
 * Checkouts left without an order: begun in the window, not completed by `at`, and quiet for an hour before it (METRICS
 * F10). Of one that went on after `at` it is not known how quiet it was: it counts from an hour after it began.
 */
export function leftCheckouts(scope: FactScope): Sql {
  const { shopId, customerIds, at } = scope;
  const anHourBefore = new Date(at.getTime() - HOUR_MS);
  return Prisma.sql`
    SELECT k."customerId", COUNT(*) AS "value" FROM "Checkout" k
    WHERE k."shopId" = ${shopId}${andAmong('k."customerId"', customerIds)} AND k."customerId" IS NOT NULL
      AND k."startedAt" <= ${anHourBefore}${andInWindow('k."startedAt"', scope)}
      AND (k."activeAt" <= ${anHourBefore} OR k."activeAt" > ${at})
      AND (k."completedAt" IS NULL OR k."completedAt" > ${at})
      AND (k."deletedAt" IS NULL OR k."deletedAt" > ${at})
      AND NOT EXISTS (
        SELECT 1 FROM "Order" o
        WHERE o."shopId" = k."shopId" AND o."checkoutToken" = k."token" AND o."placedAt" <= ${at}
      )
    GROUP BY k."customerId"`;
}

/** Returns asked for or under way at `at`. One that ended later was open until then. */
export function openReturns({ shopId, customerIds, at }: FactScope): Sql {
  const isOpen = Prisma.sql`r."orderId" = o."id" AND r."firstSeenAt" <= ${at}
    AND (r."status" IN ('REQUESTED', 'OPEN') OR (r."status" IS NOT NULL AND r."versionAt" > ${at}))`;
  const orders = Prisma.sql`
    SELECT "id", "customerId" FROM "Order"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)} AND "customerId" IS NOT NULL
      AND "deletedAt" IS NULL`;
  // Of a few people SQLite is to begin with their orders, which CROSS JOIN tells it; of all with the returns.
  const joined =
    customerIds === null
      ? Prisma.sql`"Return" r JOIN (${orders}) o ON r."shopId" = ${shopId} AND ${isOpen}`
      : Prisma.sql`(${orders}) o CROSS JOIN "Return" r WHERE r."shopId" = ${shopId} AND ${isOpen}`;
  return Prisma.sql`SELECT o."customerId", COUNT(*) AS "value" FROM ${joined} GROUP BY o."customerId"`;
}

/** Messages that left, whatever they were about. */
export function sentMessages(scope: FactScope): Sql {
  const { shopId, customerIds, at } = scope;
  return Prisma.sql`
    SELECT "customerId", COUNT(*) AS "value" FROM "Message"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)} AND "customerId" IS NOT NULL
      AND "sentAt" <= ${at}${andInWindow('"sentAt"', scope)}
    GROUP BY "customerId"`;
}
