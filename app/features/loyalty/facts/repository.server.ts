import { Prisma } from "~/generated/prisma/client";
import type { FactScope } from "~/engine/facts/fact";
import { DAY_MS } from "~/kit/duration";
import { andAmong, type Sql, toDbInstant } from "~/platform/sql.server";

/** Points that can be spent now. */
export function availablePoints({ shopId, customerIds, at }: FactScope): Sql {
  return Prisma.sql`
    SELECT "customerId", SUM("available") AS "value" FROM "PointsLot"
    WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL${andAmong('"customerId"', customerIds)} AND "isOpen"
      AND ("expiresAt" IS NULL OR "expiresAt" > ${toDbInstant(at)})
    GROUP BY "customerId"`;
}

/** Points that wait. */
export function pendingPoints({ shopId, customerIds }: FactScope): Sql {
  return Prisma.sql`
    SELECT "customerId", SUM("pending") AS "value" FROM "PointsLot"
    WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL${andAmong('"customerId"', customerIds)} AND "isOpen"
    GROUP BY "customerId"`;
}

/** Points of lots earned in the last days, less what was taken back with orders; points by hand do not count. */
export function earnedPoints({ shopId, customerIds, at, parameters }: FactScope): Sql {
  const days = Number(parameters.days);
  const since =
    days === 0
      ? Prisma.empty
      : Prisma.sql` AND "earnedAt" >= ${toDbInstant(new Date(at.getTime() - days * DAY_MS))}`;
  return Prisma.sql`
    SELECT "customerId", SUM(0 - "issued" - "clawedBack") AS "value" FROM "PointsLot"
    WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL${andAmong('"customerId"', customerIds)}
      AND "earnedAt" <= ${toDbInstant(at)}${since}
    GROUP BY "customerId"`;
}

/** Who has ever had points. */
export function members({ shopId, customerIds, at }: FactScope): Sql {
  return Prisma.sql`
    SELECT "customerId", TRUE AS "value" FROM "PointsLot"
    WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL${andAmong('"customerId"', customerIds)}
      AND "earnedAt" <= ${toDbInstant(at)}
    GROUP BY "customerId"`;
}

/** When the next available points end. */
export function nextEndings({ shopId, customerIds, at }: FactScope): Sql {
  return Prisma.sql`
    SELECT "customerId", MIN("expiresAt") AS "value" FROM "PointsLot"
    WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL${andAmong('"customerId"', customerIds)} AND "isOpen"
      AND "available" > 0 AND "expiresAt" > ${toDbInstant(at)}
    GROUP BY "customerId"`;
}
