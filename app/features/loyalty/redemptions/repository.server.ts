import type { Db } from "~/platform/db.server";

import type { Part } from "../rules/spending";
import type { Reward, RewardKind } from "../settings/schema";
import type { RedemptionState } from "./rules";

export type Redemption = {
  id: string;
  customerId: string | null;
  rewardId: string;
  rewardKind: RewardKind;
  points: number;
  parts: Part[];
  state: RedemptionState;
  codeId: string | null;
};

const FIELDS = {
  id: true,
  customerId: true,
  rewardId: true,
  rewardJson: true,
  points: true,
  lotsJson: true,
  state: true,
  codeId: true,
} as const;

type Row = Omit<Redemption, "parts" | "state" | "rewardKind"> & {
  lotsJson: string;
  rewardJson: string;
  state: string;
};

const typed = ({ lotsJson, rewardJson, state, ...row }: Row): Redemption => ({
  ...row,
  rewardKind: (JSON.parse(rewardJson) as Reward).kind,
  state: state as RedemptionState,
  parts: JSON.parse(lotsJson) as Part[],
});

const OPEN: readonly RedemptionState[] = ["held", "issued"];

/** The redemption a customer has open; the oldest where a merge left two. */
export async function findOpenRedemption(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<Redemption | null> {
  const row = await db.pointsRedemption.findFirst({
    where: { shopId, customerId, state: { in: [...OPEN] } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: FIELDS,
  });
  return row && typed(row);
}

/** Null when unknown, or somebody else's. */
export async function findRedemption(
  db: Db,
  { shopId, redemptionId, customerId }: { shopId: string; redemptionId: string; customerId?: string },
): Promise<Redemption | null> {
  const row = await db.pointsRedemption.findFirst({
    where: { shopId, id: redemptionId, ...(customerId === undefined ? {} : { customerId }) },
    select: FIELDS,
  });
  return row && typed(row);
}

export async function findRedemptionByKey(
  db: Db,
  { shopId, sourceKey }: { shopId: string; sourceKey: string },
): Promise<Redemption | null> {
  const row = await db.pointsRedemption.findUnique({
    where: { shopId_sourceKey: { shopId, sourceKey } },
    select: FIELDS,
  });
  return row && typed(row);
}

export type NewRedemption = Omit<Redemption, "customerId" | "rewardKind"> & {
  shopId: string;
  customerId: string;
  rewardJson: string;
  sourceKey: string;
  createdAt: Date;
};

/** Unique by (shopId, sourceKey), and one open per customer: a second one at the same time fails the transaction. */
export async function insertRedemption(db: Db, { parts, ...row }: NewRedemption): Promise<void> {
  await db.pointsRedemption.create({
    data: { ...row, lotsJson: JSON.stringify(parts), openKey: row.customerId },
  });
}

type Change = {
  state: RedemptionState;
  reason?: string | null;
  settledAt?: Date | null;
  openKey?: string | null;
  /** Whose points they are from now on. */
  parts: readonly Part[];
};

/** Takes a redemption on from the state it was read in. @returns false when it no longer is in it. */
export async function claimRedemption(
  db: Db,
  {
    shopId,
    id,
    from,
    change: { parts, ...change },
  }: { shopId: string; id: string; from: RedemptionState; change: Change },
): Promise<boolean> {
  const { count } = await db.pointsRedemption.updateMany({
    where: { shopId, id, state: from },
    data: { ...change, lotsJson: JSON.stringify(parts) },
  });
  return count === 1;
}
