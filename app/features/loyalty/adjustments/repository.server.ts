import type { Db } from "~/platform/db.server";

export type AdjustmentState = "requested" | "approved" | "declined";

export type Adjustment = {
  id: string;
  customerId: string | null;
  points: number;
  reason: string;
  state: AdjustmentState;
  requestedBy: string | null;
  requestedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
};

const FIELDS = {
  id: true,
  customerId: true,
  points: true,
  reason: true,
  state: true,
  requestedBy: true,
  requestedAt: true,
  decidedBy: true,
  decidedAt: true,
} as const;

const typed = (row: Omit<Adjustment, "state"> & { state: string }): Adjustment => ({
  ...row,
  state: row.state as AdjustmentState,
});

export async function findAdjustment(
  db: Db,
  { shopId, id }: { shopId: string; id: string },
): Promise<Adjustment | null> {
  const row = await db.pointsAdjustment.findFirst({ where: { shopId, id }, select: FIELDS });
  return row && typed(row);
}

export async function findAdjustmentByKey(
  db: Db,
  { shopId, sourceKey }: { shopId: string; sourceKey: string },
): Promise<Adjustment | null> {
  const row = await db.pointsAdjustment.findFirst({ where: { shopId, sourceKey }, select: FIELDS });
  return row && typed(row);
}

/** Those that wait for a second person, the oldest first. */
export async function listRequested(db: Db, { shopId }: { shopId: string }): Promise<Adjustment[]> {
  const rows = await db.pointsAdjustment.findMany({
    where: { shopId, state: "requested" },
    orderBy: [{ requestedAt: "asc" }, { id: "asc" }],
    take: 100,
    select: FIELDS,
  });
  return rows.map(typed);
}

/** Unique by (shopId, sourceKey): the same wish twice at once fails the transaction. */
export async function insertAdjustment(
  db: Db,
  row: Adjustment & { shopId: string; customerId: string; sourceKey: string },
): Promise<void> {
  await db.pointsAdjustment.create({ data: row });
}

/** @returns false when it was decided before. */
export async function claimDecision(
  db: Db,
  {
    shopId,
    id,
    state,
    decidedBy,
    now,
  }: { shopId: string; id: string; state: AdjustmentState; decidedBy: string | null; now: Date },
): Promise<boolean> {
  const { count } = await db.pointsAdjustment.updateMany({
    where: { shopId, id, state: "requested" },
    data: { state, decidedBy, decidedAt: now },
  });
  return count === 1;
}
