import { type Db, toMinor } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import type { CodeUse } from "../rules";

/** Ids of codes that an order carries now, or was counted as redeeming. */
export async function listCodeIdsTouchedBy(
  db: Db,
  { shopId, orderId }: { shopId: string; orderId: string },
): Promise<string[]> {
  const entered = await db.orderDiscount.findMany({ where: { shopId, orderId }, select: { codeKey: true } });
  // Asked apart: of either, SQLite would look through all codes of the shop.
  const redeemed = await db.issuedCode.findMany({
    where: { shopId, redeemedOrderId: orderId },
    select: { id: true },
  });
  const carried: { id: string }[] = [];
  for (const { codeKey } of entered)
    carried.push(...(await db.issuedCode.findMany({ where: { shopId, codeKey }, select: { id: true } })));
  const rows = [...redeemed, ...carried];
  return [...new Set(rows.map(({ id }) => id))];
}

/**
 * Ids of codes that do not stand as their orders tell: carried by an order but not redeemed, or redeemed by an order
 * that was cancelled or deleted.
 */
export async function listCodeIdsToReview(db: Db, { shopId }: { shopId: string }): Promise<string[]> {
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "IssuedCode" c
    WHERE c."shopId" = ${shopId} AND (
      (c."redeemedOrderId" IS NULL AND EXISTS (
        SELECT 1 FROM "OrderDiscount" d WHERE d."shopId" = ${shopId} AND d."codeKey" = c."codeKey"))
      OR (c."redeemedOrderId" IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM "Order" o WHERE o."shopId" = ${shopId} AND o."id" = c."redeemedOrderId"
          AND o."cancelledAt" IS NULL AND o."deletedAt" IS NULL)))`;
  return found.map(({ id }) => id);
}

/** Every order that carries the code. */
export async function listUses(
  db: Db,
  { shopId, codeKey }: { shopId: string; codeKey: string },
): Promise<CodeUse[]> {
  const carriers = await db.orderDiscount.findMany({
    where: { shopId, codeKey },
    select: { orderId: true, amountMinor: true },
  });
  const amountOf = new Map(carriers.map(({ orderId, amountMinor }) => [orderId, amountMinor]));
  const orders = await db.order.findMany({
    where: { shopId, id: { in: [...amountOf.keys()] } },
    select: { id: true, placedAt: true, isTest: true, cancelledAt: true, deletedAt: true },
  });
  return orders.map((order) => {
    const amountMinor = amountOf.get(order.id) ?? null;
    return {
      orderId: order.id,
      placedAt: order.placedAt,
      isTest: order.isTest,
      isCancelled: order.cancelledAt !== null,
      isDeleted: order.deletedAt !== null,
      discountMinor: amountMinor === null ? null : toMinor(amountMinor),
    };
  });
}

/** Which of the orders carry a code of ours, or were counted as redeeming one. */
export async function listOrderIdsWithCodes(
  db: Db,
  { shopId, orderIds }: { shopId: string; orderIds: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT d."orderId" AS "id" FROM "OrderDiscount" d
    JOIN "IssuedCode" c ON c."shopId" = ${shopId} AND c."codeKey" = d."codeKey"
    WHERE d."shopId" = ${shopId} AND d."orderId" IN ${idsIn(orderIds)}
    UNION ALL
    SELECT "redeemedOrderId" FROM "IssuedCode"
    WHERE "shopId" = ${shopId} AND "redeemedOrderId" IN ${idsIn(orderIds)}`;
  return new Set(rows.map(({ id }) => id));
}
