import { DAY_MS } from "~/kit/duration";
import { type Db, toMinor } from "~/platform/db.server";

import type { ReferralRow } from "../repository.server";
import type { Mark } from "../rules/signals";

/** Friends of an advocate that another is compared with: the latest ones. */
const COMPARED = 200;

export type JudgedOrder = {
  id: string;
  gid: string;
  customerId: string | null;
  email: string | null;
  emailHash: string | null;
  checkoutToken: string | null;
  financialStatus: string | null;
  isTest: boolean;
  isValid: boolean;
  isGone: boolean;
  receivedMinor: number;
  refundedMinor: number;
  placedAt: Date;
};

/** The order of a referral as it stands now; null when its row is gone. */
export async function findJudgedOrder(
  db: Db,
  { shopId, orderId }: { shopId: string; orderId: string },
): Promise<JudgedOrder | null> {
  const row = await db.order.findFirst({
    where: { shopId, id: orderId },
    select: {
      ...{ id: true, gid: true, customerId: true, email: true, emailHash: true, checkoutToken: true },
      ...{ financialStatus: true, isTest: true, isValid: true, cancelledAt: true, deletedAt: true },
      ...{ receivedMinor: true, refundedMinor: true, netMinor: true, placedAt: true },
    },
  });
  if (!row) return null;
  const { cancelledAt, deletedAt, netMinor, receivedMinor, refundedMinor, ...order } = row;
  const refunded = toMinor(refundedMinor);
  return {
    ...order,
    isGone: cancelledAt !== null || deletedAt !== null,
    refundedMinor: refunded,
    // Figures of history tell the net only.
    receivedMinor: Math.max(toMinor(receivedMinor), toMinor(netMinor) + refunded),
  };
}

export type Advocate = {
  id: string;
  gid: string;
  email: string | null;
  emailHash: string | null;
};

/** Who shared the code; null when deleted or erased. */
export async function findAdvocate(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<Advocate | null> {
  return db.customer.findFirst({
    where: { shopId, id: customerId, deletedAt: null },
    select: { id: true, gid: true, email: true, emailHash: true },
  });
}

/** How orders are told to be of the same person; empty when nothing tells it. */
function waysOf({ customerId, emailHash }: JudgedOrder) {
  return [...(customerId === null ? [] : [{ customerId }]), ...(emailHash === null ? [] : [{ emailHash }])];
}

/** Whether whoever placed an order had a valid one before. */
export async function hasBoughtBefore(
  db: Db,
  { shopId, order }: { shopId: string; order: JudgedOrder },
): Promise<boolean> {
  const ways = waysOf(order);
  if (ways.length === 0) return false;
  const count = await db.order.count({
    where: {
      shopId,
      ...{ id: { not: order.id }, isValid: true, deletedAt: null },
      placedAt: { lt: order.placedAt },
      OR: ways,
    },
  });
  return count > 0;
}

/** The other orders of whoever placed an order. */
export async function listOtherOrderIds(
  db: Db,
  { shopId, order }: { shopId: string; order: JudgedOrder },
): Promise<string[]> {
  const ways = waysOf(order);
  if (ways.length === 0) return [];
  const rows = await db.order.findMany({
    where: { shopId, id: { not: order.id }, OR: ways },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Whether one of these orders was a referral before, and was not refused. */
export async function isKnownFriend(
  db: Db,
  { shopId, id, createdAt }: ReferralRow,
  otherOrderIds: readonly string[],
): Promise<boolean> {
  const count = await db.referral.count({
    where: {
      shopId,
      orderId: { in: [...otherOrderIds] },
      state: { not: "refused" },
      OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }],
    },
  });
  return count > 0;
}

/** Marks of a referral, and of the other friends of its advocate: not of other orders of the same friend. */
export async function listMarks(
  db: Db,
  { shopId, id, customerId }: ReferralRow,
  otherOrderIds: readonly string[],
): Promise<{ own: Mark[]; otherFriends: Mark[] }> {
  const others = await db.referral.findMany({
    where: { shopId, customerId, id: { not: id }, orderId: { notIn: [...otherOrderIds] } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: COMPARED,
    select: { id: true },
  });
  const select = { side: true, kind: true, markHash: true } as const;
  const own = await db.referralMark.findMany({ where: { shopId, referralId: id }, select });
  const otherFriends = await db.referralMark.findMany({
    where: { shopId, side: "friend", referralId: { in: others.map((one) => one.id) } },
    select,
  });
  return { own: own as Mark[], otherFriends: otherFriends as Mark[] };
}

/** Referrals of the advocate in the 24 hours up to this one, this one included. */
export function countWithinDay(db: Db, { shopId, customerId, createdAt }: ReferralRow): Promise<number> {
  const since = new Date(createdAt.getTime() - DAY_MS);
  return db.referral.count({ where: { shopId, customerId, createdAt: { gt: since, lte: createdAt } } });
}

/** Rewards of an advocate in a month of the shop, and ever. */
export async function countRewards(
  db: Db,
  { shopId, customerId, month }: { shopId: string; customerId: string; month: string },
): Promise<{ month: number; lifetime: number }> {
  const where = { shopId, customerId, state: "rewarded" };
  return {
    month: await db.referral.count({
      where: { shopId, customerId, state: "rewarded", rewardedMonth: month },
    }),
    lifetime: await db.referral.count({ where }),
  };
}

/** What the code of a referral asks the cart to hold, as its offer was stored; null when the code is gone. */
export async function findOfferJson(
  db: Db,
  { shopId, sharedCodeId }: Pick<ReferralRow, "shopId" | "sharedCodeId">,
): Promise<string | null> {
  const row = await db.sharedCode.findFirst({
    where: { shopId, id: sharedCodeId },
    select: { offerJson: true },
  });
  return row?.offerJson ?? null;
}
