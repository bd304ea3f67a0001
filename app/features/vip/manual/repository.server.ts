import type { Db } from "~/platform/db.server";

type CustomerKey = { shopId: string; customerId: string };

export type ManualTierRow = {
  tierId: string;
  reason: string;
  until: Date;
  staffId: string | null;
  givenAt: Date;
};

/** The tier last given by hand, over or not; null when none ever was. */
export function findManualTier(db: Db, { shopId, customerId }: CustomerKey): Promise<ManualTierRow | null> {
  return db.vipManualTier.findUnique({
    where: { shopId_customerId: { shopId, customerId } },
    select: { tierId: true, reason: true, until: true, staffId: true, givenAt: true },
  });
}

/** Keeps a tier given by hand in place of the one before it. */
export async function upsertManualTier(db: Db, { shopId, customerId, ...row }: CustomerKey & ManualTierRow) {
  await db.vipManualTier.upsert({
    where: { shopId_customerId: { shopId, customerId } },
    create: { shopId, customerId, ...row },
    update: row,
  });
}

/** Ends a tier given by hand now. @returns false when there is none, or it is over. */
export async function endManualTier(db: Db, { shopId, customerId, now }: CustomerKey & { now: Date }) {
  const { count } = await db.vipManualTier.updateMany({
    where: { shopId, customerId, until: { gt: now } },
    data: { until: now },
  });
  return count > 0;
}
