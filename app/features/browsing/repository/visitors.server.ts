import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";
import { toDbInstant } from "~/platform/sql.server";

export type VisitorRef = { shopId: string; visitorKey: string };

/** A browser that agreed to be followed. */
export type Visitor = {
  visitorKey: string;
  /** Null: nobody knows whose it is. */
  customerId: string | null;
  /** The visit that is under way, or was and is not told yet. */
  visitStartedAt: Date | null;
  visitEndsAt: Date | null;
  lastSeenAt: Date;
};

const FIELDS = {
  visitorKey: true,
  customerId: true,
  visitStartedAt: true,
  visitEndsAt: true,
  lastSeenAt: true,
} as const;

export function findVisitor(db: Db, { shopId, visitorKey }: VisitorRef): Promise<Visitor | null> {
  return db.browseVisitor.findFirst({ where: { shopId, visitorKey }, select: FIELDS });
}

/** Notes that a browser was seen. Safe to repeat. */
export async function touchVisitor(
  db: Db,
  { shopId, visitorKey, now }: VisitorRef & { now: Date },
): Promise<void> {
  await db.browseVisitor.upsert({
    where: { shopId, shopId_visitorKey: { shopId, visitorKey } },
    create: { shopId, visitorKey, lastSeenAt: now },
    update: { lastSeenAt: now },
  });
}

/** Says whose a browser is. */
export async function saveOwner(
  db: Db,
  {
    shopId,
    visitorKey,
    customerId,
    linkedBy,
    now,
  }: VisitorRef & { customerId: string; linkedBy: "order" | "mail"; now: Date },
): Promise<void> {
  const owner = { customerId, linkedBy, linkedAt: now };
  await db.browseVisitor.upsert({
    where: { shopId, shopId_visitorKey: { shopId, visitorKey } },
    create: { shopId, visitorKey, ...owner, lastSeenAt: now },
    update: owner,
  });
  await db.browseClaim.updateMany({
    where: { shopId, visitorKey, OR: [{ customerId: null }, { kind: "cart", settledAt: null }] },
    data: { customerId },
  });
}

/** Whether a browser is a customer's, or was: what they looked at in it, or showed that they have, still says so. */
export async function wasEverTheirs(
  db: Db,
  { shopId, visitorKey, customerId }: VisitorRef & { customerId: string },
): Promise<boolean> {
  const where = { shopId, visitorKey, customerId };
  return (
    (await db.browseVisitor.count({ where })) > 0 ||
    (await db.browseClaim.count({ where })) > 0 ||
    (await db.browsedProduct.count({ where })) > 0
  );
}

/** The visit under way, or none. */
export async function saveVisit(
  db: Db,
  {
    shopId,
    visitorKey,
    ...visit
  }: VisitorRef & { visitStartedAt: Date | null; visitEndsAt: Date | null; lastSeenAt?: Date },
): Promise<void> {
  await db.browseVisitor.updateMany({ where: { shopId, visitorKey }, data: visit });
}

/** Visitors whose visit is over and not told yet, the first over first. */
export function listOverVisits(
  db: Db,
  { shopId, now, limit }: { shopId: string; now: Date; limit: number },
): Promise<Visitor[]> {
  return db.browseVisitor.findMany({
    where: { shopId, visitEndsAt: { lte: now } },
    orderBy: [{ visitEndsAt: "asc" }, { visitorKey: "asc" }],
    take: limit,
    select: FIELDS,
  });
}

/** Forgets a browser and all it showed. Safe to repeat. */
export async function deleteVisitor(db: Db, { shopId, visitorKey }: VisitorRef): Promise<void> {
  await db.browsedProduct.deleteMany({ where: { shopId, visitorKey } });
  await db.browseClaim.deleteMany({ where: { shopId, visitorKey } });
  await db.browseVisitor.deleteMany({ where: { shopId, visitorKey } });
}

/** Forgets all browsers of people who do not want to be followed. Safe to repeat. @returns how many of them. */
export async function deleteUnwilling(db: Db, { shopId }: { shopId: string }): Promise<number> {
  const rows = await db.$queryRaw<{ visitorKey: string }[]>`
    SELECT v."visitorKey" FROM "BrowseVisitor" v
    JOIN "Customer" c ON c."shopId" = ${shopId} AND @few AND c."id" = v."customerId"
    WHERE v."shopId" = ${shopId} AND c."mergedIntoId" IS NULL AND (
      c."dataSaleOptOut" OR c."deletedAt" IS NOT NULL
      OR EXISTS (SELECT 1 FROM "MessagePreference" p
        WHERE p."shopId" = ${shopId} AND p."customerId" = c."id" AND p."isTrackingOff")
      OR EXISTS (SELECT 1 FROM "MessagePreference" p
        WHERE p."shopId" = ${shopId} AND p."addressHash" = c."emailHash" AND p."isTrackingOff"))`;
  for (const { visitorKey } of rows) await deleteVisitor(db, { shopId, visitorKey });
  return rows.length;
}

/** Shops that have the app, and something of browsers that is due to be looked at. */
export async function listShopIdsToSettle(
  db: Db,
  { now, seenBy }: { now: Date; seenBy: Date },
): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ id: string }[]>`
      SELECT s."id" FROM "Shop" s WHERE s."uninstalledAt" IS NULL AND (
        EXISTS (SELECT 1 FROM "BrowseVisitor" v
          WHERE v."shopId" = s."id" AND v."visitEndsAt" <= ${toDbInstant(now)})
        OR EXISTS (SELECT 1 FROM "BrowseClaim" c
          WHERE c."shopId" = s."id" AND c."settledAt" IS NULL AND c."activeAt" <= ${toDbInstant(seenBy)}
            AND c."kind" = 'cart' AND c."customerId" IS NOT NULL))`,
  );
  return rows.map(({ id }) => id);
}

/** Shops in which browsers are known. */
export async function listShopIdsWithVisitors(db: Db): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ id: string }[]>`
      SELECT s."id" FROM "Shop" s WHERE s."uninstalledAt" IS NULL
        AND EXISTS (SELECT 1 FROM "BrowseVisitor" v WHERE v."shopId" = s."id")`,
  );
  return rows.map(({ id }) => id);
}
