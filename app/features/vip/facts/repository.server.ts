import { Prisma } from "~/generated/prisma/client";
import type { FactScope } from "~/engine/facts/fact";
import { DAY_MS } from "~/kit/duration";
import { andAmong, type Sql, toDbInstant } from "~/platform/sql.server";

/** The tier of who has one, by the tag it has in the store: that is what people call it. */
export function tiers({ shopId, customerIds }: FactScope): Sql {
  return Prisma.sql`
    SELECT m."customerId", t."intendedTag" AS "value" FROM "VipMembership" m
    JOIN "VipTag" t ON t."shopId" = ${shopId} AND t."customerId" = m."customerId"
    WHERE m."shopId" = ${shopId}${andAmong('m."customerId"', customerIds)} AND t."intendedTag" IS NOT NULL`;
}

/** Who is on the list of premieres, by a perk of their tier. */
export function earlyAccess({ shopId, customerIds }: FactScope): Sql {
  return Prisma.sql`
    SELECT "customerId", TRUE AS "value" FROM "VipEntitlement"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)} AND "perkKind" = 'early-access'
      AND "periodKey" LIKE 'since:%' AND "state" = 'delivered'
    GROUP BY "customerId"`;
}

/** Whole days of 24 hours since they came into the tier that they have today. */
export function daysInTier({ shopId, customerIds, at }: FactScope): Sql {
  return Prisma.sql`
    SELECT "customerId", (CAST(${at.getTime()} AS BIGINT) - @ms("since")) / ${Prisma.raw(String(DAY_MS))} AS "value"
    FROM "VipMembership"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)} AND "since" <= ${toDbInstant(at)}`;
}
