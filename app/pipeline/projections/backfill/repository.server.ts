import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { type BackfillResource, type BackfillState, isWorthRetrying, parseError } from "./rules";

/** One resource of one shop, in one round. */
export type RoundKey = { shopId: string; resource: BackfillResource; requestedAt: Date };

export type BackfillRecord = RoundKey & {
  id: string;
  bulkGid: string | null;
  state: BackfillState;
  /** Parents in the file; of the rows found so far while Shopify is still at it. */
  objectCount: number;
  loadedCount: number;
  loadedBytes: number;
  fileBytes: number | null;
  url: string | null;
  error: string | null;
  windowStartAt: Date | null;
  finishedAt: Date | null;
};

type Row = Omit<BackfillRecord, "resource" | "state" | "loadedBytes" | "fileBytes"> & {
  resource: string;
  state: string;
  loadedBytes: bigint;
  fileBytes: bigint | null;
};

const FRESH = {
  state: "requested",
  bulkGid: null,
  objectCount: 0,
  loadedCount: 0,
  loadedBytes: 0n,
  fileBytes: null,
  url: null,
  error: null,
  finishedAt: null,
} as const;

/** Adds the resources a shop has no row for yet. @returns them; none when all were there. */
export async function insertMissingBackfills(
  db: Db,
  { shopId, resources, now }: { shopId: string; resources: readonly BackfillResource[]; now: Date },
): Promise<BackfillResource[]> {
  const inserted: BackfillResource[] = [];
  for (const resource of resources) {
    const count = await db.$executeRaw`
      INSERT INTO "Backfill" ("id", "shopId", "resource", "state", "requestedAt")
      VALUES (${newId()}, ${shopId}, ${resource}, 'requested', ${now})
      ON CONFLICT ("shopId", "resource") DO NOTHING`;
    if (count === 1) inserted.push(resource);
  }
  return inserted;
}

/** Begins a new round of a resource whose last one ended in one of `from`. @returns false when it is in another state. */
export async function claimNewRound(
  db: Db,
  {
    shopId,
    resource,
    from,
    now,
  }: { shopId: string; resource: BackfillResource; from: BackfillState[]; now: Date },
): Promise<boolean> {
  const { count } = await db.backfill.updateMany({
    where: { shopId, resource, state: { in: from } },
    data: { ...FRESH, requestedAt: now },
  });
  return count === 1;
}

export type BackfillChange = Partial<
  Pick<
    BackfillRecord,
    "bulkGid" | "objectCount" | "url" | "error" | "windowStartAt" | "finishedAt" | "fileBytes"
  >
>;

/** Moves a resource on. @returns false when the round is over or the state is not `from` any more. */
export async function claimTransition(
  db: Db,
  { shopId, resource, requestedAt }: RoundKey,
  { from, to, change = {} }: { from: BackfillState; to: BackfillState; change?: BackfillChange },
): Promise<boolean> {
  const { count } = await db.backfill.updateMany({
    where: { shopId, resource, requestedAt, state: from },
    data: { ...change, state: to },
  });
  return count === 1;
}

/** Counts loaded parents, in the transaction that loaded them. @returns false when somebody else was faster. */
export async function claimLoadedCount(
  db: Db,
  { shopId, resource, requestedAt }: RoundKey,
  { fromCount, toCount, loadedBytes }: { fromCount: number; toCount: number; loadedBytes?: number },
): Promise<boolean> {
  const { count } = await db.backfill.updateMany({
    where: { shopId, resource, requestedAt, state: "loading", loadedCount: fromCount },
    data: {
      loadedCount: toCount,
      ...(loadedBytes === undefined ? {} : { loadedBytes: BigInt(loadedBytes) }),
    },
  });
  return count === 1;
}

/** For the screen: how much of the file is here. */
export async function saveLoadedBytes(
  db: Db,
  { shopId, resource, requestedAt }: RoundKey,
  loadedBytes: number,
): Promise<void> {
  await db.backfill.updateMany({
    where: { shopId, resource, requestedAt },
    data: { loadedBytes: BigInt(loadedBytes) },
  });
}

/** Writes down what a person should see although the round goes on. */
export async function saveError(
  db: Db,
  { shopId, resource, requestedAt }: RoundKey,
  error: string,
): Promise<void> {
  await db.backfill.updateMany({ where: { shopId, resource, requestedAt }, data: { error } });
}

export async function findBackfill(
  db: Db,
  { shopId, resource }: { shopId: string; resource: BackfillResource },
): Promise<BackfillRecord | null> {
  const row = await db.backfill.findUnique({ where: { shopId_resource: { shopId, resource } } });
  return row ? recordOf(row) : null;
}

/** The resource a bulk operation was started for; null when it is none of ours. */
export async function findBackfillByBulkGid(
  db: Db,
  { shopId, bulkGid }: { shopId: string; bulkGid: string },
): Promise<BackfillRecord | null> {
  const row = await db.backfill.findFirst({ where: { shopId, bulkGid } });
  return row ? recordOf(row) : null;
}

export async function listBackfills(db: Db, { shopId }: { shopId: string }): Promise<BackfillRecord[]> {
  const rows = await db.backfill.findMany({ where: { shopId } });
  return rows.map(recordOf);
}

/** Of all shops: failures since before `before` that trying again may mend. */
export async function listDueFailuresOfAllShops(
  db: Db,
  { before }: { before: Date },
): Promise<{ shopId: string; resource: BackfillResource }[]> {
  const rows = await acrossShops("a sweep over shops", () =>
    db.backfill.findMany({ where: { state: "failed", finishedAt: { lte: before } } }),
  );
  return rows.map(recordOf).filter(({ error }) => {
    const parsed = parseError(error);
    return parsed !== null && isWorthRetrying(parsed.code);
  });
}

function recordOf({ resource, state, loadedBytes, fileBytes, ...row }: Row): BackfillRecord {
  return {
    ...row,
    resource: resource as BackfillResource,
    state: state as BackfillState,
    loadedBytes: Number(loadedBytes),
    fileBytes: fileBytes === null ? null : Number(fileBytes),
  };
}
