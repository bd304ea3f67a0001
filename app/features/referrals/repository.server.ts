import type { Db } from "~/platform/db.server";

import { PURPOSE_PREFIX } from "./programme.server";
import type { Mark } from "./rules/signals";
import { PromiseSchema, type ReferralPromise, type ReferralState, type Signal } from "./schema";

export type ReferralRow = {
  id: string;
  shopId: string;
  /** Who shared the code. */
  customerId: string;
  orderId: string;
  sharedCodeId: string;
  state: ReferralState;
  reason: string | null;
  signals: Signal[];
  contacts: "asked" | "read" | "unreadable";
  promise: ReferralPromise;
  qualifiedAt: Date | null;
  dueAt: Date | null;
  approvedAt: Date | null;
  createdAt: Date;
};

const FIELDS = {
  id: true,
  shopId: true,
  customerId: true,
  orderId: true,
  sharedCodeId: true,
  state: true,
  reason: true,
  signalsJson: true,
  contacts: true,
  rewardJson: true,
  qualifiedAt: true,
  dueAt: true,
  approvedAt: true,
  createdAt: true,
} as const;

type Stored = Omit<ReferralRow, "state" | "signals" | "contacts" | "promise"> & {
  state: string;
  signalsJson: string;
  contacts: string;
  rewardJson: string;
};

const typed = ({ signalsJson, rewardJson, ...row }: Stored): ReferralRow => ({
  ...row,
  state: row.state as ReferralState,
  contacts: row.contacts as ReferralRow["contacts"],
  signals: JSON.parse(signalsJson) as Signal[],
  promise: PromiseSchema.parse(JSON.parse(rewardJson)),
});

type Key = { shopId: string; referralId: string };

export async function findReferral(db: Db, { shopId, referralId }: Key): Promise<ReferralRow | null> {
  const row = await db.referral.findFirst({ where: { shopId, id: referralId }, select: FIELDS });
  return row && typed(row);
}

export async function findReferralOfOrder(
  db: Db,
  { shopId, orderId }: { shopId: string; orderId: string },
): Promise<ReferralRow | null> {
  const row = await db.referral.findFirst({ where: { shopId, orderId }, select: FIELDS });
  return row && typed(row);
}

/** Referrals by orders that were placed with a referral code, or are known to have been. */
export async function listOrdersToLookAt(
  db: Db,
  { shopId, orderIds }: { shopId: string; orderIds: readonly string[] },
): Promise<Set<string>> {
  const ids = [...new Set(orderIds)];
  const known = await db.referral.findMany({
    where: { shopId, orderId: { in: ids } },
    select: { orderId: true },
  });
  const entered = await db.orderDiscount.findMany({
    where: { shopId, orderId: { in: ids } },
    select: { orderId: true, codeKey: true },
  });
  const shared = await db.sharedCode.findMany({
    where: {
      shopId,
      purpose: { startsWith: PURPOSE_PREFIX },
      codeKey: { in: entered.map(({ codeKey }) => codeKey) },
    },
    select: { codeKey: true },
  });
  const codeKeys = new Set(shared.map(({ codeKey }) => codeKey));
  const withCode = entered.filter(({ codeKey }) => codeKeys.has(codeKey));
  return new Set([...known, ...withCode].map(({ orderId }) => orderId));
}

export type UsedCode = { id: string; customerId: string };

/** The referral code that an order was placed with, by its letters when there are several; null = none. */
export async function findCodeOfOrder(
  db: Db,
  { shopId, orderId }: { shopId: string; orderId: string },
): Promise<UsedCode | null> {
  const entered = await db.orderDiscount.findMany({ where: { shopId, orderId }, select: { codeKey: true } });
  return db.sharedCode.findFirst({
    where: {
      shopId,
      purpose: { startsWith: PURPOSE_PREFIX },
      codeKey: { in: entered.map(({ codeKey }) => codeKey) },
    },
    orderBy: { codeKey: "asc" },
    select: { id: true, customerId: true },
  });
}

/** Stores a referral. Safe to repeat: one per (shopId, orderId). @returns the one that is stored. */
export async function insertReferral(
  db: Db,
  {
    promise,
    now,
    ...row
  }: Pick<ReferralRow, "id" | "shopId" | "customerId" | "orderId" | "sharedCodeId" | "promise"> & {
    now: Date;
  },
): Promise<ReferralRow> {
  const { shopId, orderId } = row;
  return typed(
    await db.referral.upsert({
      where: { shopId_orderId: { shopId, orderId } },
      create: {
        ...row,
        state: "seen",
        rewardJson: JSON.stringify(promise),
        createdAt: now,
        updatedAt: now,
      },
      update: { shopId },
      select: FIELDS,
    }),
  );
}

export type ReferralChange = {
  state?: ReferralState;
  reason?: string | null;
  signals?: readonly Signal[];
  qualifiedAt?: Date;
  dueAt?: Date;
  reviewedAt?: Date;
  reviewedBy?: string | null;
  reviewNote?: string;
  approvedAt?: Date | null;
  rewardedAt?: Date | null;
  rewardedMonth?: string | null;
  rewardCodeId?: string | null;
};

/** Changes a referral that is in the state it was read in. @returns false when it no longer is. */
export async function claimReferral(
  db: Db,
  { shopId, id, state }: Pick<ReferralRow, "shopId" | "id" | "state">,
  { signals, ...change }: ReferralChange & { updatedAt: Date },
): Promise<boolean> {
  const data = { ...change, ...(signals ? { signalsJson: JSON.stringify(signals) } : {}) };
  const { count } = await db.referral.updateMany({ where: { shopId, id, state }, data });
  return count === 1;
}

/** Keeps what the two can be reached by, and that it was told or will not be. Safe to repeat. */
export async function saveContacts(
  db: Db,
  { shopId, referralId, marks, contacts }: Key & { marks: readonly Mark[]; contacts: "read" | "unreadable" },
): Promise<void> {
  await db.referral.updateMany({ where: { shopId, id: referralId }, data: { contacts } });
  await db.referralMark.deleteMany({ where: { shopId, referralId } });
  await db.referralMark.createMany({ data: marks.map((mark) => ({ ...mark, shopId, referralId })) });
}

/** Records that the incentive of a reward could not be made. @returns the referral; null when none was given by it. */
export async function noteLostReward(
  db: Db,
  { shopId, codeId, now }: { shopId: string; codeId: string; now: Date },
): Promise<ReferralRow | null> {
  const row = await db.referral.findFirst({ where: { shopId, rewardCodeId: codeId }, select: FIELDS });
  if (!row) return null;
  const data = { reason: "reward-lost", updatedAt: now };
  await db.referral.updateMany({ where: { shopId, id: row.id }, data });
  return typed(row);
}
