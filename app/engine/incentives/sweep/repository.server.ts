import { Prisma } from "~/generated/prisma/client";
import { type Db, toDbInstant } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { CODE_KINDS } from "../schema";

/** A code that could not be deleted is asked for again after this long. */
export const RETRY_REMOVAL_MS = 7 * 86_400_000;

type Due = { shopId: string; now: Date; limit: number };

/** Shops where something is to be tidied: codes over, to remind of, or to take out of the store. */
export async function listShopIdsToTidy(db: Db, { now }: { now: Date }): Promise<string[]> {
  const [at, retriedBy] = [now, new Date(now.getTime() - RETRY_REMOVAL_MS)].map(toDbInstant);
  const isToAsk = Prisma.sql`"discountGid" IS NOT NULL AND "removedAt" IS NULL
    AND ("removalAskedAt" IS NULL OR "removalAskedAt" <= ${retriedBy})`;
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string }[]>`
      SELECT DISTINCT "shopId" FROM "IssuedCode"
      WHERE ("state" IN ('issued', 'pooled') AND "expiresAt" <= ${at})
         OR ("state" = 'issued' AND "remindAt" <= ${at} AND "remindedAt" IS NULL)
         OR ("state" = 'expired' AND "poolId" IS NULL AND "kind" IN ${idsIn(CODE_KINDS)} AND ${isToAsk})
      UNION
      SELECT DISTINCT "shopId" FROM "CodePool"
      WHERE "expiresAt" <= ${at} AND ${isToAsk}`,
  );
  return rows.map((row) => row.shopId);
}

/** Codes whose time is over and that nobody used. */
export async function listOverIds(db: Db, { shopId, now, limit }: Due): Promise<string[]> {
  const rows = await db.issuedCode.findMany({
    where: { shopId, state: { in: ["issued", "pooled"] }, expiresAt: { lte: now } },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Codes that nobody used and whose owners are to be reminded. */
export async function listToRemindIds(db: Db, { shopId, now, limit }: Due): Promise<string[]> {
  const rows = await db.issuedCode.findMany({
    where: { shopId, state: "issued", remindAt: { lte: now }, remindedAt: null, expiresAt: { gt: now } },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

const toAsk = (now: Date) => ({
  removedAt: null,
  discountGid: { not: null },
  OR: [{ removalAskedAt: null }, { removalAskedAt: { lte: new Date(now.getTime() - RETRY_REMOVAL_MS) } }],
});

/** Codes of discounts of their own that are over and still at Shopify. Money stays there. */
export async function listToRemoveIds(db: Db, { shopId, now, limit }: Due): Promise<string[]> {
  const rows = await db.issuedCode.findMany({
    where: {
      shopId,
      state: "expired",
      poolId: null,
      kind: { in: [...CODE_KINDS] },
      ...toAsk(now),
    },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Pools that are over and whose discount is still at Shopify. */
export async function listPoolIdsToRemove(db: Db, { shopId, now, limit }: Due): Promise<string[]> {
  const rows = await db.codePool.findMany({
    where: { shopId, expiresAt: { lte: now }, ...toAsk(now) },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Records that their deletion was asked for. */
export async function markRemovalAsked(
  db: Db,
  {
    shopId,
    codeIds,
    poolIds,
    now,
  }: { shopId: string; codeIds: readonly string[]; poolIds: readonly string[]; now: Date },
): Promise<void> {
  const data = { removalAskedAt: now };
  await db.issuedCode.updateMany({ where: { shopId, id: { in: [...codeIds] } }, data });
  await db.codePool.updateMany({ where: { shopId, id: { in: [...poolIds] } }, data });
}

/** GIDs of discounts that are still at Shopify. */
export async function listDiscountGids(
  db: Db,
  { shopId, codeIds, poolIds }: { shopId: string; codeIds: readonly string[]; poolIds: readonly string[] },
): Promise<string[]> {
  const codes = await db.issuedCode.findMany({
    where: {
      shopId,
      id: { in: [...codeIds] },
      state: "expired",
      removedAt: null,
      discountGid: { not: null },
    },
    select: { discountGid: true },
  });
  const pools = await db.codePool.findMany({
    where: { shopId, id: { in: [...poolIds] }, removedAt: null, discountGid: { not: null } },
    select: { discountGid: true },
  });
  return [...codes, ...pools].flatMap(({ discountGid }) => discountGid ?? []);
}
