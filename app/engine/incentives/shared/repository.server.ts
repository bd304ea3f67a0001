import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

/*
 * A shared code is requested (the store is asked for it) → issued (anybody may use it, once each) → removing (the store is
 * asked to take it back) → removed → requested again, the same letters; or failed when the store will not have it.
 */
export type SharedCodeState = "requested" | "issued" | "failed" | "removing" | "removed";

export type SharedCodeRow = {
  id: string;
  shopId: string;
  /** Who shares it. */
  customerId: string;
  purpose: string;
  code: string;
  title: string;
  offerJson: string;
  discountGid: string | null;
  state: SharedCodeState;
};

const FIELDS = {
  id: true,
  shopId: true,
  customerId: true,
  purpose: true,
  code: true,
  title: true,
  offerJson: true,
  discountGid: true,
  state: true,
} as const;

const typed = (row: Omit<SharedCodeRow, "state"> & { state: string }): SharedCodeRow => ({
  ...row,
  state: row.state as SharedCodeState,
});

type Key = { shopId: string; codeId: string };

export async function findSharedCodeById(db: Db, { shopId, codeId }: Key): Promise<SharedCodeRow | null> {
  const row = await db.sharedCode.findFirst({ where: { shopId, id: codeId }, select: FIELDS });
  return row && typed(row);
}

/** The code that a person shares for a purpose, the oldest when a merge gave them two; null when none was asked for. */
export async function findSharedCode(
  db: Db,
  { shopId, customerId, purpose }: { shopId: string; customerId: string; purpose: string },
): Promise<SharedCodeRow | null> {
  const row = await db.sharedCode.findFirst({
    where: { shopId, customerId, purpose },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: FIELDS,
  });
  return row && typed(row);
}

/** Stores a code that is asked for. Safe to repeat: one per (shopId, occasionKey). @returns the one that is stored. */
export async function insertSharedCode(
  db: Db,
  {
    now,
    ...row
  }: Omit<SharedCodeRow, "state" | "discountGid"> & { occasionKey: string; codeKey: string; now: Date },
): Promise<SharedCodeRow> {
  const { shopId, occasionKey } = row;
  return typed(
    await db.sharedCode.upsert({
      where: { shopId_occasionKey: { shopId, occasionKey } },
      create: { ...row, state: "requested", createdAt: now, updatedAt: now },
      update: { shopId },
      select: FIELDS,
    }),
  );
}

/** Moves a code on. @returns false when it is in none of the states `from` any more. */
export async function claimSharedCode(
  db: Db,
  {
    shopId,
    codeId,
    from,
    to,
    now,
  }: Key & {
    from: readonly SharedCodeState[];
    to: { state: SharedCodeState; discountGid?: string | null };
    now: Date;
  },
): Promise<boolean> {
  const where = { shopId, id: codeId, state: { in: [...from] } };
  const { count } = await db.sharedCode.updateMany({ where, data: { ...to, updatedAt: now } });
  return count === 1;
}

/** Whether a code of ours has these letters, whoever it is for. */
export async function isLetteringTaken(
  db: Db,
  { shopId, codeKey }: { shopId: string; codeKey: string },
): Promise<boolean> {
  const where = { shopId, codeKey };
  return (await db.sharedCode.count({ where })) + (await db.issuedCode.count({ where })) > 0;
}

/** Ids of codes at the store whose purpose begins with `prefix`. */
export async function listIssuedCodeIds(
  db: Db,
  { shopId, prefix, limit }: { shopId: string; prefix: string; limit: number },
): Promise<string[]> {
  const rows = await db.sharedCode.findMany({
    where: { shopId, state: "issued", purpose: { startsWith: prefix } },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Codes of a purpose that were taken out of the store, of people who are still there. */
export async function listRemovedCodes(
  db: Db,
  { shopId, purpose, limit }: { shopId: string; purpose: string; limit: number },
): Promise<SharedCodeRow[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT s."id" FROM "SharedCode" s
    JOIN "Customer" c ON c."shopId" = ${shopId} AND c."id" = s."customerId" AND c."deletedAt" IS NULL
    WHERE s."shopId" = ${shopId} AND s."state" = 'removed' AND s."purpose" = ${purpose}
    ORDER BY s."id" LIMIT ${limit}`;
  const where = { shopId, id: { in: rows.map(({ id }) => id) } };
  return (await db.sharedCode.findMany({ where, select: FIELDS })).map(typed);
}

/** Shops with codes that somebody shares. */
export async function listShopIdsWithSharedCodes(db: Db): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ shopId: string }[]>`SELECT DISTINCT "shopId" FROM "SharedCode"`,
  );
  return rows.map(({ shopId }) => shopId);
}

/** Codes at the store whose sharers are no longer there. */
export async function listOrphanedCodeIds(
  db: Db,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT s."id" FROM "SharedCode" s
    WHERE s."shopId" = ${shopId} AND s."state" = 'issued' AND NOT EXISTS (
      SELECT 1 FROM "Customer" c
      WHERE c."shopId" = ${shopId} AND c."id" = s."customerId" AND c."deletedAt" IS NULL)
    LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
