import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

type Planned = { shopId: string; ianaTimezone: string };

/** Installed shops whose time has come. */
export async function listDuePlansOfAllShops(
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<Planned[]> {
  return acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<Planned[]>`
    SELECT s."id" AS "shopId", s."ianaTimezone" FROM "ReconcilePlan" p JOIN "Shop" s ON s."id" = p."shopId"
    WHERE p."nextAt" <= ${now} AND s."uninstalledAt" IS NULL
    ORDER BY p."nextAt" LIMIT ${limit}`,
  );
}

/** Installed shops that have no time yet. */
export async function listUnplannedShopsOfAllShops(db: Db, { limit }: { limit: number }): Promise<Planned[]> {
  return acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<Planned[]>`
    SELECT s."id" AS "shopId", s."ianaTimezone" FROM "Shop" s
    WHERE s."uninstalledAt" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "ReconcilePlan" p WHERE p."shopId" = s."id") LIMIT ${limit}`,
  );
}

/** Sets when a shop is due. Safe to repeat. */
export async function savePlan(db: Db, { shopId, nextAt }: { shopId: string; nextAt: Date }): Promise<void> {
  await db.reconcilePlan.upsert({ where: { shopId }, create: { shopId, nextAt }, update: { nextAt } });
}
