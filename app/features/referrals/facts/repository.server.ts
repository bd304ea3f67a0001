import { Prisma } from "~/generated/prisma/client";
import type { FactScope } from "~/engine/facts/fact";
import { andAmong, type Sql, toDbInstant } from "~/platform/sql.server";

/** Friends won for whom the advocate was rewarded until then. */
export function completedCounts({ shopId, customerIds, at }: FactScope): Sql {
  return Prisma.sql`
    SELECT "customerId", COUNT(*) AS "value" FROM "Referral"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)}
      AND "state" = 'rewarded' AND "rewardedAt" <= ${toDbInstant(at)}
    GROUP BY "customerId"`;
}

/** Whether an advocate brought them: their order was placed with a code, and it counts. */
export function referredPeople({ shopId, customerIds, at }: FactScope): Sql {
  return Prisma.sql`
    SELECT o."customerId", TRUE AS "value" FROM "Referral" r
    JOIN "Order" o ON o."shopId" = ${shopId} AND o."id" = r."orderId"
    WHERE r."shopId" = ${shopId} AND o."customerId" IS NOT NULL${andAmong('o."customerId"', customerIds)}
      AND r."state" IN ('held', 'in-review', 'rewarded') AND r."createdAt" <= ${toDbInstant(at)}
    GROUP BY o."customerId"`;
}
