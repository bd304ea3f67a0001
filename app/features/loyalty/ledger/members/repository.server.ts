import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

type Members = { shopId: string; customerIds: readonly string[] };

/** Counts anew what customers' lots sum up to. Safe to repeat. */
export async function sumMembers(db: Db, { shopId, customerIds }: Members): Promise<void> {
  if (customerIds.length === 0) return;
  const theirs = Prisma.sql`"customerId" IN ${idsIn(customerIds)}`;
  await db.$executeRaw`
    INSERT INTO "PointsMember" ("shopId", "customerId", "available", "pending", "debt", "earned", "redeemed", "since")
    SELECT "shopId", "customerId", SUM("available"), SUM("pending"), SUM("debt"), 0 - SUM("issued" + "clawedBack"),
      SUM("redeemed"), MIN("earnedAt")
    FROM "PointsLot" WHERE "shopId" = ${shopId} AND @few AND ${theirs}
    GROUP BY "shopId", "customerId"
    ON CONFLICT ("shopId", "customerId") DO UPDATE SET "available" = excluded."available",
      "pending" = excluded."pending", "debt" = excluded."debt", "earned" = excluded."earned",
      "redeemed" = excluded."redeemed", "since" = excluded."since"`;
}

/** Those of the customers who have no lot any more are no members. */
export async function dropFormerMembers(db: Db, { shopId, customerIds }: Members): Promise<void> {
  if (customerIds.length === 0) return;
  await db.$executeRaw`
    DELETE FROM "PointsMember" WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}
      AND NOT EXISTS (
        SELECT 1 FROM "PointsLot" l
        WHERE l."shopId" = ${shopId} AND l."customerId" = "PointsMember"."customerId")`;
}
