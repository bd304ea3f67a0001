import { Prisma } from "~/generated/prisma/client";
import { hasOpenJob } from "~/pipeline/jobs/open/queries.server";
import type { Db } from "~/platform/db.server";
import { deriveId, newId } from "~/platform/ids.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import type { RefetchResource, WaitingRefetch } from "./rules";

/** Notes that records are to be read again. One row per (shopId, resource, gid); a later request renews its token. */
export async function saveRequests(
  db: Db,
  {
    shopId,
    resource,
    gids,
    now,
  }: { shopId: string; resource: RefetchResource; gids: readonly string[]; now: Date },
): Promise<void> {
  const token = newId();
  for (const gid of gids) {
    await db.$executeRaw`
      INSERT INTO "RefetchRequest" ("shopId", "resource", "gid", "token", "requestedAt")
      VALUES (${shopId}, ${resource}, ${gid}, ${token}, ${now})
      ON CONFLICT ("shopId", "resource", "gid") DO UPDATE SET "token" = ${token}, "requestedAt" = ${now}`;
  }
}

/** What waits to be read again since `until` or before (null: all), oldest first. */
export async function listWaiting(
  db: Db,
  { shopId, until, limit }: { shopId: string; until: Date | null; limit: number },
): Promise<WaitingRefetch[]> {
  const rows = await db.refetchRequest.findMany({
    where: { shopId, ...(until ? { requestedAt: { lte: until } } : {}) },
    orderBy: [{ requestedAt: "asc" }, { resource: "asc" }, { gid: "asc" }],
    take: limit,
    select: { resource: true, gid: true, token: true, requestedAt: true },
  });
  return rows.map((row) => ({ ...row, resource: row.resource as RefetchResource }));
}

/** Ends what was read; what was asked for once more meanwhile stays. */
export async function deleteServed(
  db: Db,
  { shopId, served }: { shopId: string; served: readonly WaitingRefetch[] },
): Promise<void> {
  const byToken = new Map<string, WaitingRefetch[]>();
  for (const one of served) byToken.set(one.token, [...(byToken.get(one.token) ?? []), one]);
  for (const [token, rows] of byToken) {
    const gid = { in: rows.map((row) => row.gid) };
    await db.refetchRequest.deleteMany({ where: { shopId, token, gid } });
  }
}

/** Forgets all that waits of a shop that is gone. */
export async function deleteAllRequests(db: Db, { shopId }: { shopId: string }): Promise<void> {
  await db.refetchRequest.deleteMany({ where: { shopId } });
}

/** When orders were placed, by GID; only of those of which a whole payload was seen. */
export async function listPlacedAt(
  db: Db,
  { shopId, gids }: { shopId: string; gids: readonly string[] },
): Promise<Map<string, Date>> {
  const rows = await db.order.findMany({
    where: { shopId, gid: { in: [...gids] }, versionAt: { gt: new Date(0) } },
    select: { gid: true, placedAt: true },
  });
  return new Map(rows.map(({ gid, placedAt }) => [gid, placedAt]));
}

/** Those of these customers, by GID, who have orders. */
export async function listBuyers(
  db: Db,
  { shopId, gids }: { shopId: string; gids: readonly string[] },
): Promise<Set<string>> {
  const gidOf = new Map(gids.map((gid) => [deriveId(shopId, gid), gid]));
  const rows = await db.order.groupBy({
    by: ["customerId"],
    where: { shopId, customerId: { in: [...gidOf.keys()] }, deletedAt: null },
  });
  return new Set(rows.map(({ customerId }) => gidOf.get(customerId ?? "") ?? ""));
}

/** Shops with records that have waited since before `before`, and no job: it was lost, or ended just as they came. */
export async function listShopIdsWaitingOfAllShops(
  db: Db,
  { before, jobName }: { before: Date; jobName: string },
): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string }[]>`
      SELECT DISTINCT r."shopId" FROM "RefetchRequest" r
      WHERE r."requestedAt" < ${before} AND NOT ${hasOpenJob(db, { names: [jobName], key: Prisma.sql`r."shopId"` })}`,
  );
  return rows.map(({ shopId }) => shopId);
}
