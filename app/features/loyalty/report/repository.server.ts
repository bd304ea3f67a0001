import type { Db } from "~/platform/db.server";
import { toMinor } from "~/platform/db.server";

import type { BookSums } from "./rules";

/** What came into each book on days from `from` (inclusive) to before `to`; null = no bound. */
export async function sumBooks(
  db: Db,
  { shopId, from, to }: { shopId: string; from: string | null; to: string | null },
): Promise<BookSums> {
  const groups = await db.pointsDay.groupBy({
    by: ["book"],
    where: { shopId, day: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } },
    _sum: { points: true },
  });
  return Object.fromEntries(groups.map(({ book, _sum }) => [book, toMinor(_sum.points)]));
}

/**
 * Customers whom the store has now and who earned points or exchanged some on days of a period, both in it. Points that
 * a guest earned are the customer's from the day on which the two were found to be one.
 */
export async function countActive(
  db: Db,
  { shopId, fromOn, toOn }: { shopId: string; fromOn: string; toOn: string },
): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint | number }[]>`
    SELECT COUNT(DISTINCT e."customerId") AS "count" FROM "PointsEntry" e
    JOIN "Customer" c ON c."shopId" = ${shopId} AND c."id" = e."customerId" AND c."deletedAt" IS NULL
    WHERE e."shopId" = ${shopId} AND e."on" >= ${fromOn} AND e."on" <= ${toOn}
      AND (e."kind" = 'earned' OR e."sourceKey" = 'held:' || e."redemptionId"
        OR (e."kind" = 'claimed' AND e."detailsJson" LIKE '%"wasGuest":true%'))`;
  return Number(row?.count ?? 0);
}

/** Customers whom the store has now. */
export function countCustomers(db: Db, { shopId }: { shopId: string }): Promise<number> {
  return db.customer.count({ where: { shopId, deletedAt: null } });
}

/** Of those: who has ever had points. */
export async function countMembers(db: Db, { shopId }: { shopId: string }): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint | number }[]>`
    SELECT COUNT(DISTINCT l."customerId") AS "count" FROM "PointsLot" l
    JOIN "Customer" c ON c."shopId" = ${shopId} AND c."id" = l."customerId" AND c."deletedAt" IS NULL
    WHERE l."shopId" = ${shopId}`;
  return Number(row?.count ?? 0);
}
