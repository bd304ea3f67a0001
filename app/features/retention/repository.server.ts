import { startOfDay } from "~/kit/day-start";
import { type Db, toMinor } from "~/platform/db.server";

import type { CohortMonthFacts } from "./rules/cohorts";
import type { DayTotals } from "./rules/trend";
import type { DayRange } from "./schema";

const FIRST_DAY = "0000-01-01";
const LAST_DAY = "9999-12-31";

/** Bounds of a range that also work where it is open; both inclusive. */
export function boundsOf({ from, to }: DayRange): { from: string; to: string } {
  return { from: from ?? FIRST_DAY, to: to ?? LAST_DAY };
}

/** Totals of valid orders by day of the range, oldest first; days without orders are left out. */
export async function listDayTotals(
  db: Db,
  { shopId, range }: { shopId: string; range: DayRange },
): Promise<DayTotals[]> {
  const { from, to } = boundsOf(range);
  const rows = await db.dayStats.findMany({
    where: { shopId, day: { gte: from, lte: to } },
    orderBy: { day: "asc" },
  });
  return rows.map((row) => ({ day: row.day, orderCount: row.orderCount, netMinor: toMinor(row.netMinor) }));
}

/** Totals of valid orders placed on a day before an instant. */
export async function sumDayUntil(
  db: Db,
  { shopId, day, until }: { shopId: string; day: string; until: Date },
): Promise<DayTotals> {
  const [row] = await db.$queryRaw<{ orderCount: bigint; netMinor: bigint | null }[]>`
    SELECT COUNT(*) AS "orderCount", SUM("netMinor") AS "netMinor" FROM "Order"
    WHERE "shopId" = ${shopId} AND "placedOn" = ${day} AND "isValid" AND "deletedAt" IS NULL AND "placedAt" < ${until}`;
  return { day, orderCount: toMinor(row?.orderCount), netMinor: toMinor(row?.netMinor) };
}

/** Day of the first valid order; null before it. */
export async function findFirstOrderDay(db: Db, { shopId }: { shopId: string }): Promise<string | null> {
  const first = await db.dayStats.findFirst({
    where: { shopId, orderCount: { gt: 0 } },
    orderBy: { day: "asc" },
    select: { day: true },
  });
  return first?.day ?? null;
}

/** Customer accounts that exist now, buyers or not. */
export async function countAccounts(db: Db, { shopId }: { shopId: string }): Promise<number> {
  return db.customer.count({ where: { shopId, deletedAt: null } });
}

export type BuyerCounts = { buyerCount: number; repeatBuyerCount: number };

/**
 * Different customers who ordered in the range, and of them those who had ordered before (any time).
 *
 * A range open at its end is answered from the customers' own figures: whoever's last order is in it bought in it,
 * and had bought before if it is not their only one.
 *
 * @param input.until Of a range that has an end: from when on orders of its last day do not count.
 */
export async function countBuyers(
  db: Db,
  { shopId, range, zone, until }: { shopId: string; range: DayRange; zone: string; until: Date },
): Promise<BuyerCounts> {
  const start = range.from ? startOfDay(zone, range.from) : new Date(0);
  const rows =
    range.to === null
      ? await db.$queryRaw<RawBuyerCounts[]>`
          SELECT COUNT(*) AS "buyerCount", SUM(CASE WHEN "orderCount" >= 2 THEN 1 ELSE 0 END) AS "repeatBuyerCount"
          FROM "CustomerStats" WHERE "shopId" = ${shopId} AND "lastOrderAt" >= ${start}`
      : await db.$queryRaw<RawBuyerCounts[]>`
          SELECT COUNT(*) AS "buyerCount",
                 SUM(CASE WHEN b."orderCount" >= 2 OR s."firstOrderAt" < ${start} THEN 1 ELSE 0 END) AS "repeatBuyerCount"
          FROM (SELECT o."customerId", COUNT(*) AS "orderCount" FROM (
                  SELECT "customerId" FROM "Order"
                  WHERE "shopId" = ${shopId} AND "placedOn" >= ${boundsOf(range).from} AND "placedOn" < ${range.to}
                    AND "isValid" AND "deletedAt" IS NULL AND "customerId" IS NOT NULL
                  UNION ALL
                  SELECT "customerId" FROM "Order"
                  WHERE "shopId" = ${shopId} AND "placedOn" = ${range.to} AND "placedAt" < ${until}
                    AND "isValid" AND "deletedAt" IS NULL AND "customerId" IS NOT NULL
                ) o GROUP BY o."customerId") b
          JOIN "CustomerStats" s ON s."shopId" = ${shopId} AND s."customerId" = b."customerId"`;
  return {
    buyerCount: toMinor(rows[0]?.buyerCount),
    repeatBuyerCount: toMinor(rows[0]?.repeatBuyerCount),
  };
}

type RawBuyerCounts = { buyerCount: bigint; repeatBuyerCount: bigint | null };

/** Per month of first orders since `sinceMonth` and month of ordering: customers and net revenue. */
export async function listCohortMonths(
  db: Db,
  { shopId, sinceMonth }: { shopId: string; sinceMonth: string },
): Promise<CohortMonthFacts[]> {
  const rows = await db.cohortMonth.findMany({
    where: { shopId, cohort: { gte: sinceMonth } },
    select: { cohort: true, month: true, customerCount: true, netMinor: true },
  });
  return rows.map((row) => ({ ...row, netMinor: toMinor(row.netMinor) }));
}
