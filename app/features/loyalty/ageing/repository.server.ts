import { Prisma } from "~/generated/prisma/client";
import { DAY_MS } from "~/kit/duration";
import { type Db, toDbInstant } from "~/platform/db.server";
import { idsIn, type Sql } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { LIMITS } from "../settings/schema";

type Due = { shopId: string; now: Date; limit: number };

/** Shops where points are due to become available, end, or be told of; some of them for nothing yet. */
export async function listShopIdsWithDue(db: Db, { now }: { now: Date }): Promise<string[]> {
  const at = toDbInstant(now);
  const horizon = toDbInstant(new Date(now.getTime() + LIMITS.noticeDays.max * DAY_MS));
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string }[]>`
      SELECT DISTINCT "shopId" FROM "PointsLot"
      WHERE "isOpen" AND (("pending" > 0 AND "pendingUntil" <= ${at} AND COALESCE("review", '') <> 'waiting')
        OR ("available" > 0 AND "expiresAt" <= ${at})
        OR ("available" > 0 AND "expiresAt" <= ${horizon} AND "expiryToldAt" IS NULL)
        OR ("customerId" IS NULL AND "guestKey" IS NOT NULL))`,
  );
  return rows.map(({ shopId }) => shopId);
}

async function listIds(db: Db, { shopId, limit, only }: Omit<Due, "now"> & { only: Sql }): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "PointsLot" WHERE "shopId" = ${shopId} AND "isOpen" AND ${only} LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Lots whose pending points have waited long enough, and that nobody has to look at. */
export function listToMature(db: Db, { now, ...due }: Due): Promise<string[]> {
  const only = Prisma.sql`"pending" > 0 AND "pendingUntil" <= ${toDbInstant(now)} AND COALESCE("review", '') <> 'waiting'`;
  return listIds(db, { ...due, only });
}

/** Lots whose available points are over. */
export function listToExpire(db: Db, { now, ...due }: Due): Promise<string[]> {
  return listIds(db, { ...due, only: Prisma.sql`"available" > 0 AND "expiresAt" <= ${toDbInstant(now)}` });
}

export type Ending = { id: string; customerId: string; available: number; expiresAt: Date };

/** Available points of customers that end by `until` and of which nobody was told. */
export async function listEndingUntold(
  db: Db,
  { shopId, now, until, limit }: Due & { until: Date },
): Promise<Ending[]> {
  const rows = await db.$queryRaw<(Omit<Ending, "available"> & { available: bigint | number })[]>`
    SELECT "id", "customerId", "available", "expiresAt" FROM "PointsLot"
    WHERE "shopId" = ${shopId} AND "isOpen" AND "available" > 0 AND "expiresAt" > ${toDbInstant(now)}
      AND "expiresAt" <= ${toDbInstant(until)} AND "expiryToldAt" IS NULL AND "customerId" IS NOT NULL
    ORDER BY "customerId" LIMIT ${limit}`;
  return rows.map(({ available, ...row }) => ({ ...row, available: Number(available) }));
}

/** Notes that owners were told. Safe to repeat. */
export async function markTold(
  db: Db,
  { shopId, lotIds, now }: { shopId: string; lotIds: readonly string[]; now: Date },
): Promise<void> {
  await db.$executeRaw`
    UPDATE "PointsLot" SET "expiryToldAt" = ${toDbInstant(now)}
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(lotIds)}`;
}

/** Orders whose points wait for a guest while the order has become a customer's. */
export async function listClaimedOrders(
  db: Db,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ orderId: string }[]>`
    SELECT l."orderId" FROM "PointsLot" l
    JOIN "Order" o ON o."shopId" = ${shopId} AND o."id" = l."orderId" AND o."customerId" IS NOT NULL
    WHERE l."shopId" = ${shopId} AND l."customerId" IS NULL AND l."guestKey" IS NOT NULL LIMIT ${limit}`;
  return rows.map(({ orderId }) => orderId);
}
