import { Prisma } from "~/generated/prisma/client";
import { type Db, toMinor } from "~/platform/db.server";
import type { Sql } from "~/platform/sql.server";

type Since = { shopId: string; sinceMonth: string };
type Counted = {
  month: string;
  budgetKey: string;
  usedCount: number;
  costMinor: number;
  unknownCount: number;
};

/** What used codes cost by the month of their order and their budget, and what those orders were worth, each once. */
export async function listCosts(
  db: Db,
  { shopId, sinceMonth }: Since,
): Promise<(Counted & { netMinor: number })[]> {
  const costs = await db.$queryRaw<
    {
      month: string;
      budgetKey: string;
      used: number | bigint;
      cost: bigint | null;
      unknown: number | bigint;
    }[]
  >`
    SELECT o."placedMonth" AS "month", c."budgetKey", COUNT(*) AS "used", SUM(c."costMinor") AS "cost",
      COUNT(*) - COUNT(c."costMinor") AS "unknown"
    FROM "IssuedCode" c JOIN "Order" o ON o."shopId" = ${shopId} AND o."id" = c."redeemedOrderId"
    WHERE c."shopId" = ${shopId} AND c."state" = 'redeemed' AND o."placedMonth" >= ${sinceMonth}
    GROUP BY o."placedMonth", c."budgetKey"`;
  const revenue = await db.$queryRaw<{ month: string; budgetKey: string; net: bigint }[]>`
    SELECT x."month", x."budgetKey", SUM(x."netMinor") AS "net" FROM (
      SELECT DISTINCT o."placedMonth" AS "month", c."budgetKey", o."id", o."netMinor"
      FROM "IssuedCode" c JOIN "Order" o ON o."shopId" = ${shopId} AND o."id" = c."redeemedOrderId"
      WHERE c."shopId" = ${shopId} AND c."state" = 'redeemed' AND o."placedMonth" >= ${sinceMonth}
    ) x GROUP BY x."month", x."budgetKey"`;
  const netOf = new Map(revenue.map(({ month, budgetKey, net }) => [`${month} ${budgetKey}`, Number(net)]));
  return costs.map(({ month, budgetKey, used, cost, unknown }) => ({
    month,
    budgetKey,
    usedCount: Number(used),
    costMinor: Number(cost ?? 0n),
    unknownCount: Number(unknown),
    netMinor: netOf.get(`${month} ${budgetKey}`) ?? 0,
  }));
}

/** Gift cards and credit by the month they were given in and their budget: they cost what they are worth. */
export async function listGiven(
  db: Db,
  { shopId, sinceMonth }: Since,
): Promise<(Counted & { netMinor: number })[]> {
  const groups = await db.issuedCode.groupBy({
    by: ["budgetMonth", "budgetKey"],
    where: {
      shopId,
      kind: { in: ["gift-card", "store-credit"] },
      state: { in: ["issued", "redeemed", "expired"] },
      budgetMonth: { gte: sinceMonth },
    },
    _count: true,
    _sum: { promisedMinor: true },
  });
  return groups.map(({ budgetMonth, budgetKey, _count, _sum }) => ({
    month: budgetMonth,
    budgetKey,
    usedCount: _count,
    costMinor: toMinor(_sum.promisedMinor ?? 0n),
    unknownCount: 0,
    netMinor: 0,
  }));
}

/** Ids of the shop's orders with a code, each once, as `"orderId"`: a part of all orders, so what is counted begins here. */
const codedOrders = (shopId: string) =>
  Prisma.sql`(SELECT d."orderId" FROM "OrderDiscount" d WHERE d."shopId" = ${shopId} GROUP BY d."orderId")`;

/** Revenue since a month: of all valid orders, and of those with a code. */
export async function sumRevenue(db: Db, { shopId, sinceMonth }: Since) {
  const since = `${sinceMonth}-01`;
  const [sums] = await db.$queryRaw<{ net: bigint | null; coded: bigint | null }[]>`
    SELECT (SELECT SUM(y."netMinor") FROM "DayStats" y WHERE y."shopId" = ${shopId} AND y."day" >= ${since}) AS "net",
      (SELECT SUM(o."netMinor") FROM ${codedOrders(shopId)} x
       CROSS JOIN "Order" o
       WHERE o."shopId" = ${shopId} AND @few AND o."id" = x."orderId"
         AND o."isValid" = ${true} AND o."deletedAt" IS NULL AND o."placedOn" >= ${since}) AS "coded"`;
  return { netMinor: Number(sums?.net ?? 0n), withCodeMinor: Number(sums?.coded ?? 0n) };
}

/**
 * Rows: `"customerId"`, `"orderCount"` and `"netMinor"` of who bought twice or more, and never without a code: as many of
 * their valid orders have one as there are.
 */
function codeBuyers(shopId: string): Sql {
  return Prisma.sql`(
    SELECT s."customerId", s."orderCount", s."netMinor" FROM (
      SELECT o."customerId", COUNT(*) AS "codedCount" FROM ${codedOrders(shopId)} x
      CROSS JOIN "Order" o
      WHERE o."shopId" = ${shopId} AND @few AND o."id" = x."orderId"
        AND o."isValid" = ${true} AND o."deletedAt" IS NULL AND o."customerId" IS NOT NULL
      GROUP BY o."customerId" HAVING COUNT(*) >= 2
    ) b
    CROSS JOIN "CustomerStats" s
    WHERE s."shopId" = ${shopId} AND s."customerId" = b."customerId" AND s."orderCount" = b."codedCount")`;
}

/** Who bought twice, and who of them never without a code. */
export async function countCodeBuyers(db: Db, { shopId }: { shopId: string }) {
  const repeatBuyerCount = await db.customerStats.count({ where: { shopId, orderCount: { gte: 2 } } });
  const [coded] = await db.$queryRaw<{ count: number | bigint }[]>`
    SELECT COUNT(*) AS "count" FROM ${codeBuyers(shopId)} c`;
  return { repeatBuyerCount, onlyWithCodeCount: Number(coded?.count ?? 0) };
}

type CodeBuyer = { customerId: string; orderCount: number | bigint; netMinor: bigint };

/** A page of those who never bought without a code, who spent most first. */
export function listCodeBuyers(
  db: Db,
  { shopId, limit, offset }: { shopId: string; limit: number; offset: number },
): Promise<CodeBuyer[]> {
  return db.$queryRaw<CodeBuyer[]>`
    SELECT c."customerId", c."orderCount", c."netMinor" FROM ${codeBuyers(shopId)} c
    ORDER BY c."netMinor" DESC, c."customerId" LIMIT ${limit} OFFSET ${offset}`;
}
