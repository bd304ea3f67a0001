import { type Db, toDbInstant } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

/** `unpaidSince`: orders without a payment that came before it are given up. */
type Due = { now: Date; unpaidSince: Date };

/** Shops with referrals whose return window is over, or that wait in vain for a payment. */
export async function listShopIdsDue(db: Db, { now, unpaidSince }: Due): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string }[]>`
      SELECT DISTINCT "shopId" FROM "Referral"
      WHERE ("state" = 'held' AND "dueAt" <= ${toDbInstant(now)})
         OR ("state" = 'seen' AND "createdAt" <= ${toDbInstant(unpaidSince)})`,
  );
  return rows.map(({ shopId }) => shopId);
}

/** Those of a shop, in the order of their ids; only after `after`. */
export async function listDueIds(
  db: Db,
  { shopId, now, unpaidSince, after, limit }: Due & { shopId: string; after: string; limit: number },
): Promise<string[]> {
  const rows = await db.referral.findMany({
    where: {
      shopId,
      id: { gt: after },
      OR: [
        { state: "held", dueAt: { lte: now } },
        { state: "seen", createdAt: { lte: unpaidSince } },
      ],
    },
    orderBy: { id: "asc" },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
