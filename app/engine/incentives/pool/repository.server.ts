import type { Db } from "~/platform/db.server";

import { findCode, type IssuedCodeRow, type NewCode } from "../repository.server";

export type PoolState = "requested" | "filling" | "ready" | "failed";

export type PoolRow = {
  id: string;
  shopId: string;
  poolKey: string;
  title: string;
  offerJson: string;
  discountGid: string | null;
  state: PoolState;
  size: number;
  expiresAt: Date;
  removedAt: Date | null;
};

const FIELDS = {
  id: true,
  shopId: true,
  poolKey: true,
  title: true,
  offerJson: true,
  discountGid: true,
  state: true,
  size: true,
  expiresAt: true,
  removedAt: true,
} as const;

const typed = (row: Omit<PoolRow, "state"> & { state: string }): PoolRow => ({
  ...row,
  state: row.state as PoolState,
});

type Key = { shopId: string; poolId: string };

export async function findPool(db: Db, { shopId, poolId }: Key): Promise<PoolRow | null> {
  const row = await db.codePool.findFirst({ where: { shopId, id: poolId }, select: FIELDS });
  return row && typed(row);
}

/** Stores a pool. Safe to repeat: one per (shopId, poolKey). @returns the one that is stored. */
export async function insertPool(
  db: Db,
  row: Omit<PoolRow, "state" | "discountGid" | "removedAt"> & { createdAt: Date },
): Promise<PoolRow> {
  const { shopId, poolKey } = row;
  return typed(
    await db.codePool.upsert({
      where: { shopId_poolKey: { shopId, poolKey } },
      create: { ...row, state: "requested" },
      update: { shopId },
      select: FIELDS,
    }),
  );
}

/** Moves a pool on. @returns false when it was not in that state any more. */
export async function claimPool(
  db: Db,
  { shopId, poolId, from, to }: Key & { from: PoolState[]; to: { state: PoolState; discountGid?: string } },
): Promise<boolean> {
  const where = { shopId, id: poolId, state: { in: from } };
  const { count } = await db.codePool.updateMany({ where, data: to });
  return count === 1;
}

/** Stores the codes of a new pool. Codes that the shop has already are left out. */
export async function insertPoolCodes(db: Db, rows: readonly NewCode[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const taken = await db.issuedCode.findMany({
    where: { shopId: first.shopId, codeKey: { in: rows.map(({ codeKey }) => codeKey) } },
    select: { codeKey: true },
  });
  const known = new Set(taken.map(({ codeKey }) => codeKey));
  const data = rows
    .filter(({ codeKey }) => !known.has(codeKey))
    .map((row) => ({ ...row, state: "requested" }));
  await db.issuedCode.createMany({ data });
}

/** Codes of a pool that the store is still asked for, in the order of their making. */
export async function listRequestedCodes(
  db: Db,
  { shopId, poolId }: Key,
): Promise<{ id: string; code: string }[]> {
  return db.issuedCode.findMany({
    where: { shopId, poolId, state: "requested" },
    orderBy: { occasionKey: "asc" },
    select: { id: true, code: true },
  });
}

/** A code of the pool that is nobody's yet; null when all are given, or the pool is over. */
export async function findPoolCode(
  db: Db,
  { shopId, poolId, now }: Key & { now: Date },
): Promise<IssuedCodeRow | null> {
  const row = await db.issuedCode.findFirst({
    where: { shopId, poolId, state: "pooled", expiresAt: { gt: now } },
    orderBy: { occasionKey: "asc" },
    select: { id: true },
  });
  return row && findCode(db, { shopId, codeId: row.id });
}

/** Records what became of codes that the store was asked for. */
export async function settlePoolCodes(
  db: Db,
  { shopId, codeIds, state }: { shopId: string; codeIds: readonly string[]; state: "pooled" | "failed" },
): Promise<void> {
  await db.issuedCode.updateMany({
    where: { shopId, id: { in: [...codeIds] }, state: "requested" },
    data: { state },
  });
}

/** How many codes of a pool are in each state. */
export async function countPoolCodes(
  db: Db,
  { shopId, poolId }: Key,
): Promise<Readonly<Record<string, number>>> {
  const groups = await db.issuedCode.groupBy({ by: ["state"], where: { shopId, poolId }, _count: true });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
}

/** Records that pools are no longer at Shopify. */
export async function markPoolsRemoved(
  db: Db,
  { shopId, poolIds, now }: { shopId: string; poolIds: readonly string[]; now: Date },
): Promise<void> {
  const where = { shopId, id: { in: [...poolIds] }, removedAt: null };
  await db.codePool.updateMany({ where, data: { removedAt: now } });
}
