import type { Db } from "~/platform/db.server";

import type { AdvocateRef } from "./links.server";

export type Sharer = { customerId: string; locale: string | null; orderCount: number };

/** Longest way of merges that is followed. */
const MOST_MERGES = 10;

/** Who a link is of now: where customers became one, the kept one; null when deleted or erased. */
export async function findSharer(db: Db, { shopId, customerId }: AdvocateRef): Promise<Sharer | null> {
  let id = customerId;
  for (let hop = 0; hop <= MOST_MERGES; hop += 1) {
    const row = await db.customer.findFirst({
      where: { shopId, id },
      select: { id: true, locale: true, deletedAt: true, mergedIntoId: true },
    });
    if (row?.mergedIntoId) {
      id = row.mergedIntoId;
      continue;
    }
    if (!row || row.deletedAt) return null;
    const stats = await db.customerStats.findFirst({
      where: { shopId, customerId: id },
      select: { orderCount: true },
    });
    return { customerId: id, locale: row.locale, orderCount: stats?.orderCount ?? 0 };
  }
  return null;
}

export type OwnReferral = { state: string; dueAt: Date | null; rewardedAt: Date | null; createdAt: Date };

/** What an advocate's link brought, the newest first: nothing of who the friends are. */
export async function listOwnReferrals(
  db: Db,
  { shopId, customerId, limit }: AdvocateRef & { limit: number },
): Promise<OwnReferral[]> {
  return db.referral.findMany({
    where: { shopId, customerId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select: { state: true, dueAt: true, rewardedAt: true, createdAt: true },
  });
}

/** How many of an advocate's referrals are in each state. */
export async function countOwnReferrals(
  db: Db,
  { shopId, customerId }: AdvocateRef,
): Promise<Readonly<Record<string, number>>> {
  const groups = await db.referral.groupBy({ by: ["state"], where: { shopId, customerId }, _count: true });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
}
