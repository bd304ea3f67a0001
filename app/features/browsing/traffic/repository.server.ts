import type { Db } from "~/platform/db.server";
import { idsIn, rowsFrom, toDbInstant } from "~/platform/sql.server";

import type { StoreOrder } from "./rules/day";
import type { PageView } from "./rules/sessions";

const COLUMNS = [
  ...["shopId", "browserKey", "pageKey", "openedAt", "lastMs", "cartedMs", "cartToken", "isCartShown"],
  ...["checkoutId", "samplePercent"],
];

/** Joins what is told of a page to what is known of it. In whatever order, and however often: the same comes of it. */
export async function joinPage(db: Db, page: PageView & { shopId: string }): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "VisitPage" ("shopId", "browserKey", "pageKey", "openedAt", "lastMs", "cartedMs", "cartToken",
                             "isCartShown", "checkoutId", "samplePercent")
    SELECT r."shopId", r."browserKey", r."pageKey", r."openedAt", r."lastMs", r."cartedMs", r."cartToken",
           r."isCartShown", r."checkoutId", r."samplePercent"
    FROM ${rowsFrom("r", "VisitPage", { columns: COLUMNS, rows: [page] })} WHERE 1 = 1
    ON CONFLICT ("shopId", "browserKey", "pageKey") DO UPDATE SET
      "openedAt" = CASE WHEN excluded."openedAt" < "VisitPage"."openedAt"
        THEN excluded."openedAt" ELSE "VisitPage"."openedAt" END,
      "lastMs" = CASE WHEN excluded."lastMs" > "VisitPage"."lastMs"
        THEN excluded."lastMs" ELSE "VisitPage"."lastMs" END,
      "cartedMs" = CASE WHEN "VisitPage"."cartedMs" IS NULL OR excluded."cartedMs" > "VisitPage"."cartedMs"
        THEN excluded."cartedMs" ELSE "VisitPage"."cartedMs" END,
      "cartToken" = CASE WHEN "VisitPage"."cartToken" IS NULL OR excluded."cartToken" > "VisitPage"."cartToken"
        THEN excluded."cartToken" ELSE "VisitPage"."cartToken" END,
      "isCartShown" = "VisitPage"."isCartShown" OR excluded."isCartShown",
      "checkoutId" = CASE WHEN "VisitPage"."checkoutId" IS NULL OR excluded."checkoutId" > "VisitPage"."checkoutId"
        THEN excluded."checkoutId" ELSE "VisitPage"."checkoutId" END,
      "samplePercent" = CASE WHEN excluded."samplePercent" > "VisitPage"."samplePercent"
        THEN excluded."samplePercent" ELSE "VisitPage"."samplePercent" END`;
}

/** Forgets the pages of a browser. What was counted of days that are final stays: it is nobody's. Safe to repeat. */
export async function deletePages(
  db: Db,
  { shopId, browserKey }: { shopId: string; browserKey: string },
): Promise<void> {
  await db.visitPage.deleteMany({ where: { shopId, browserKey } });
}

/** Pages opened from an instant (inclusive) to another (exclusive), browser by browser, of browsers after one. */
export function listPages(
  db: Db,
  { shopId, from, to, after, limit }: { shopId: string; from: Date; to: Date; after: string; limit: number },
): Promise<PageView[]> {
  return db.visitPage.findMany({
    where: { shopId, openedAt: { gte: from, lt: to }, browserKey: { gt: after } },
    orderBy: [{ browserKey: "asc" }, { pageKey: "asc" }],
    take: limit,
    omit: { shopId: true },
  });
}

/** Whether a page was opened at an instant or later. */
export async function hasPagesSince(
  db: Db,
  { shopId, since }: { shopId: string; since: Date },
): Promise<boolean> {
  const where = { shopId, openedAt: { gte: since } };
  return (await db.visitPage.findFirst({ where, select: { pageKey: true } })) !== null;
}

/** Valid orders that came of these checkouts or carts. */
export async function listOrdersOf(
  db: Db,
  { shopId, pages }: { shopId: string; pages: readonly PageView[] },
): Promise<StoreOrder[]> {
  const checkoutTokens = pages.flatMap(({ checkoutId }) => checkoutId?.slice(shopId.length + 1) ?? []);
  const cartTokens = pages.flatMap(({ cartToken }) => cartToken ?? []);
  if (checkoutTokens.length === 0 && cartTokens.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Order" WHERE "shopId" = ${shopId} AND "checkoutToken" IN ${idsIn(checkoutTokens)}
    UNION SELECT "id" FROM "Order" WHERE "shopId" = ${shopId} AND "cartToken" IN ${idsIn(cartTokens)}`;
  const orders = await db.order.findMany({
    where: { shopId, id: { in: rows.map(({ id }) => id) }, isValid: true, deletedAt: null },
    select: { id: true, placedAt: true, checkoutToken: true, cartToken: true },
  });
  return orders.map(({ checkoutToken, ...order }) => ({
    ...order,
    checkoutId: checkoutToken === null ? null : `${shopId}_${checkoutToken}`,
  }));
}

/** Valid orders of a day that came of a checkout, and those of them whose checkout the pixel saw. */
export async function countStoreOrders(
  db: Db,
  { shopId, day }: { shopId: string; day: string },
): Promise<{ orderCount: number; seenOrderCount: number }> {
  const [row] = await db.$queryRaw<{ orderCount: bigint; seenOrderCount: bigint | null }[]>`
    SELECT COUNT(*) AS "orderCount", SUM(CASE WHEN c."subjectId" IS NULL THEN 0 ELSE 1 END) AS "seenOrderCount"
    FROM "Order" o
    LEFT JOIN "BrowseClaim" c ON c."shopId" = ${shopId} AND c."kind" = 'checkout'
      AND c."subjectId" = o."shopId" || '_' || o."checkoutToken"
    WHERE o."shopId" = ${shopId} AND o."placedOn" = ${day} AND o."isValid" AND o."deletedAt" IS NULL
      AND o."checkoutToken" IS NOT NULL`;
  return { orderCount: Number(row?.orderCount ?? 0), seenOrderCount: Number(row?.seenOrderCount ?? 0) };
}

/** Checkouts started from an instant to another (exclusive), and those of them completed within so long. */
export async function countCheckouts(
  db: Db,
  { shopId, from, to, withinMs }: { shopId: string; from: Date; to: Date; withinMs: number },
): Promise<{ checkoutCount: number; completedCheckoutCount: number }> {
  const [row] = await db.$queryRaw<{ checkoutCount: bigint; completedCheckoutCount: bigint | null }[]>`
    SELECT COUNT(*) AS "checkoutCount",
           SUM(CASE WHEN @ms("completedAt") - @ms("startedAt") <= ${withinMs} THEN 1 ELSE 0 END) AS "completedCheckoutCount"
    FROM "Checkout" WHERE "shopId" = ${shopId} AND "activeAt" >= ${toDbInstant(from)}
      AND "startedAt" >= ${toDbInstant(from)} AND "startedAt" < ${toDbInstant(to)}`;
  return {
    checkoutCount: Number(row?.checkoutCount ?? 0),
    completedCheckoutCount: Number(row?.completedCheckoutCount ?? 0),
  };
}
