import { type Db, toDbInstant } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import type { CodeStanding, CodeState, CodeUse } from "./rules";

export type IssuedCodeRow = {
  id: string;
  shopId: string;
  customerId: string | null;
  occasionKey: string;
  code: string;
  codeKey: string;
  percentBp: number;
  state: CodeState;
  startsAt: Date;
  expiresAt: Date;
  redeemedOrderId: string | null;
};

const FIELDS = {
  id: true,
  shopId: true,
  customerId: true,
  occasionKey: true,
  code: true,
  codeKey: true,
  percentBp: true,
  state: true,
  startsAt: true,
  expiresAt: true,
  redeemedOrderId: true,
} as const;

type StoredRow = Omit<IssuedCodeRow, "state"> & { state: string };
const typed = (row: StoredRow): IssuedCodeRow => ({ ...row, state: row.state as CodeState });

/** A code by its id; null when unknown or erased. */
export async function findCode(
  db: Db,
  { shopId, codeId }: { shopId: string; codeId: string },
): Promise<IssuedCodeRow | null> {
  const row = await db.issuedCode.findFirst({ where: { shopId, id: codeId }, select: FIELDS });
  return row && typed(row);
}

/** The code of an occasion; null when none was asked for. */
export async function findCodeByOccasion(
  db: Db,
  { shopId, occasionKey }: { shopId: string; occasionKey: string },
): Promise<IssuedCodeRow | null> {
  const row = await db.issuedCode.findFirst({ where: { shopId, occasionKey }, select: FIELDS });
  return row && typed(row);
}

/** Whether a code is taken by another occasion of the shop. */
export async function isCodeTaken(
  db: Db,
  { shopId, codeKey }: { shopId: string; codeKey: string },
): Promise<boolean> {
  return (await db.issuedCode.count({ where: { shopId, codeKey } })) > 0;
}

/**
 * Stores a code that is asked for.
 *
 * Safe to repeat: one code per (shopId, occasionKey). @returns the one that is stored.
 */
export async function insertCode(
  db: Db,
  row: Omit<IssuedCodeRow, "state" | "redeemedOrderId"> & { createdAt: Date },
): Promise<IssuedCodeRow> {
  const { shopId, occasionKey } = row;
  return typed(
    await db.issuedCode.upsert({
      where: { shopId_occasionKey: { shopId, occasionKey } },
      create: { ...row, state: "requested" },
      update: { shopId },
      select: FIELDS,
    }),
  );
}

/** Records that Shopify has the code. @returns false when it was recorded already. */
export async function claimIssued(
  db: Db,
  { shopId, codeId, discountGid }: { shopId: string; codeId: string; discountGid: string },
): Promise<boolean> {
  const { count } = await db.issuedCode.updateMany({
    where: { shopId, id: codeId, state: { in: ["requested", "failed"] } },
    data: { state: "issued", discountGid },
  });
  return count === 1;
}

/** Records that Shopify will not have the code. @returns false when that was settled already. */
export async function claimFailed(
  db: Db,
  { shopId, codeId }: { shopId: string; codeId: string },
): Promise<boolean> {
  const { count } = await db.issuedCode.updateMany({
    where: { shopId, id: codeId, state: "requested" },
    data: { state: "failed" },
  });
  return count === 1;
}

export async function updateStanding(
  db: Db,
  { shopId, codeId, standing }: { shopId: string; codeId: string; standing: CodeStanding },
): Promise<void> {
  await db.issuedCode.updateMany({ where: { shopId, id: codeId }, data: standing });
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

/** Codes that an order carries now, or was counted as redeeming. */
export async function listCodesTouchedBy(
  db: Db,
  { shopId, orderId }: { shopId: string; orderId: string },
): Promise<IssuedCodeRow[]> {
  const entered = await db.orderDiscount.findMany({ where: { shopId, orderId }, select: { codeKey: true } });
  const rows = await db.issuedCode.findMany({
    where: {
      shopId,
      OR: [{ redeemedOrderId: orderId }, { codeKey: { in: entered.map((row) => row.codeKey) } }],
    },
    select: FIELDS,
  });
  return rows.map(typed);
}

/**
 * Codes that do not stand as their orders tell: carried by an order but not redeemed, or redeemed by an order that was
 * cancelled or deleted.
 */
export async function listCodesToReview(db: Db, { shopId }: { shopId: string }): Promise<IssuedCodeRow[]> {
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "IssuedCode" c
    WHERE c."shopId" = ${shopId} AND (
      (c."redeemedOrderId" IS NULL AND EXISTS (
        SELECT 1 FROM "OrderDiscount" d WHERE d."shopId" = ${shopId} AND d."codeKey" = c."codeKey"))
      OR (c."redeemedOrderId" IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM "Order" o WHERE o."shopId" = ${shopId} AND o."id" = c."redeemedOrderId"
          AND o."cancelledAt" IS NULL AND o."deletedAt" IS NULL)))`;
  const rows = await db.issuedCode.findMany({
    where: { shopId, id: { in: found.map(({ id }) => id) } },
    select: FIELDS,
  });
  return rows.map(typed);
}

/** Every order that carries the code. */
export async function listUses(
  db: Db,
  { shopId, codeKey }: { shopId: string; codeKey: string },
): Promise<CodeUse[]> {
  const carriers = await db.orderDiscount.findMany({ where: { shopId, codeKey }, select: { orderId: true } });
  const orders = await db.order.findMany({
    where: { shopId, id: { in: carriers.map(({ orderId }) => orderId) } },
    select: { id: true, placedAt: true, isTest: true, cancelledAt: true, deletedAt: true },
  });
  return orders.map((order) => ({
    orderId: order.id,
    placedAt: order.placedAt,
    isTest: order.isTest,
    isCancelled: order.cancelledAt !== null,
    isDeleted: order.deletedAt !== null,
  }));
}

/** Shops with unused codes whose time is over, for the sweep. */
export async function listShopIdsWithExpiredCodes(db: Db, { now }: { now: Date }): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string }[]>`
      SELECT DISTINCT "shopId" FROM "IssuedCode" WHERE "state" = 'issued' AND "expiresAt" <= ${toDbInstant(now)}`,
  );
  return rows.map((row) => row.shopId);
}

/** Ends unused codes whose time is over. @returns how many. */
export async function expireCodes(db: Db, { shopId, now }: { shopId: string; now: Date }): Promise<number> {
  const { count } = await db.issuedCode.updateMany({
    where: { shopId, state: "issued", expiresAt: { lte: now } },
    data: { state: "expired" },
  });
  return count;
}

/** The GID of a customer; null when unknown or erased. */
export async function findCustomerGid(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<string | null> {
  const row = await db.customer.findFirst({
    where: { shopId, id: customerId, deletedAt: null },
    select: { gid: true },
  });
  return row?.gid ?? null;
}
