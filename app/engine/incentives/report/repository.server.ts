import { type Db, toMinor } from "~/platform/db.server";

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

/** Revenue since a month: of all valid orders, and of those with a code. */
export async function sumRevenue(db: Db, { shopId, sinceMonth }: Since) {
  const [sums] = await db.$queryRaw<{ net: bigint | null; coded: bigint | null }[]>`
    SELECT SUM(o."netMinor") AS "net",
      SUM(CASE WHEN EXISTS (SELECT 1 FROM "OrderDiscount" d WHERE d."shopId" = ${shopId} AND d."orderId" = o."id")
        THEN o."netMinor" ELSE 0 END) AS "coded"
    FROM "Order" o
    WHERE o."shopId" = ${shopId} AND o."isValid" = ${true} AND o."deletedAt" IS NULL
      AND o."placedOn" >= ${`${sinceMonth}-01`}`;
  return { netMinor: Number(sums?.net ?? 0n), withCodeMinor: Number(sums?.coded ?? 0n) };
}

/** Who bought twice, and who of them never without a code. */
export async function countCodeBuyers(db: Db, { shopId }: { shopId: string }) {
  const [counts] = await db.$queryRaw<{ repeat: number | bigint; coded: number | bigint | null }[]>`
    SELECT COUNT(*) AS "repeat", SUM(CASE WHEN NOT EXISTS (
      SELECT 1 FROM "Order" o WHERE o."shopId" = ${shopId} AND o."customerId" = s."customerId"
        AND o."isValid" = ${true} AND o."deletedAt" IS NULL AND NOT EXISTS (
          SELECT 1 FROM "OrderDiscount" d WHERE d."shopId" = ${shopId} AND d."orderId" = o."id"))
      THEN 1 ELSE 0 END) AS "coded"
    FROM "CustomerStats" s WHERE s."shopId" = ${shopId} AND s."orderCount" >= 2`;
  return {
    repeatBuyerCount: Number(counts?.repeat ?? 0),
    onlyWithCodeCount: Number(counts?.coded ?? 0),
  };
}
