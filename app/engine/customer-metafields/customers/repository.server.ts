import type { Db } from "~/platform/db.server";
import { idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import type { Values } from "../rules";

const SAVE_WISHES = upsertSql({
  table: "CustomerMetafieldState",
  columns: ["shopId", "customerId", "writtenJson", "wantedAt", "updatedAt"],
  key: ["shopId", "customerId"],
  updated: ["wantedAt", "updatedAt"],
});
const SAVE_WRITTEN = upsertSql({
  table: "CustomerMetafieldState",
  columns: ["shopId", "customerId", "writtenJson", "updatedAt"],
  key: ["shopId", "customerId"],
});

type People = { shopId: string; customerIds: readonly string[] };

/** Notes that what the store is told of customers may have changed. Safe to repeat. */
export async function saveWishes(
  db: Db,
  { shopId, customerIds, now }: People & { now: Date },
): Promise<void> {
  const rows = [...new Set(customerIds)].map((customerId) => ({
    ...{ shopId, customerId, writtenJson: "{}", wantedAt: now, updatedAt: now },
  }));
  if (rows.length > 0) await db.$executeRawUnsafe(SAVE_WISHES, rowsToJson(rows));
}

/** Who waits longest, at most `limit`. */
export async function listWaiting(
  db: Db,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<string[]> {
  const rows = await db.customerMetafieldState.findMany({
    where: { shopId, wantedAt: { not: null } },
    orderBy: [{ wantedAt: "asc" }, { customerId: "asc" }],
    take: limit,
    select: { customerId: true },
  });
  return rows.map(({ customerId }) => customerId);
}

/** Shops in which somebody waits since before `before`. */
export async function listShopIdsOfAllShops(db: Db, { before }: { before: Date }): Promise<string[]> {
  const rows = await acrossShops("a sweep over shops", () =>
    db.customerMetafieldState.groupBy({ by: ["shopId"], where: { wantedAt: { lt: before } } }),
  );
  return rows.map(({ shopId }) => shopId);
}

/** They wait no longer. */
export async function clearWishes(db: Db, { shopId, customerIds }: People): Promise<void> {
  await db.$executeRaw`
    UPDATE "CustomerMetafieldState" SET "wantedAt" = NULL
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}`;
}

/** Customers the store has, and what it was told of them; whoever is gone is not among them. */
export async function listTold(
  db: Db,
  { shopId, customerIds }: People,
): Promise<{ customerId: string; gid: string; written: Values }[]> {
  const rows = await db.$queryRaw<{ id: string; gid: string; writtenJson: string | null }[]>`
    SELECT c."id", c."gid", s."writtenJson" FROM "Customer" c
    LEFT JOIN "CustomerMetafieldState" s ON s."shopId" = ${shopId} AND s."customerId" = c."id"
    WHERE c."shopId" = ${shopId} AND c."deletedAt" IS NULL AND c."id" IN ${idsIn(customerIds)}
    ORDER BY c."id"`;
  return rows.map(({ id, gid, writtenJson }) => ({
    customerId: id,
    gid,
    written: JSON.parse(writtenJson ?? "{}") as Values,
  }));
}

/** Keeps what the store has now. Safe to repeat. */
export async function saveWritten(
  db: Db,
  { shopId, people, now }: { shopId: string; people: ReadonlyMap<string, Values>; now: Date },
): Promise<void> {
  const rows = [...people].map(([customerId, written]) => ({
    ...{ shopId, customerId, writtenJson: JSON.stringify(written), updatedAt: now },
  }));
  if (rows.length > 0) await db.$executeRawUnsafe(SAVE_WRITTEN, rowsToJson(rows));
}

/** What the store has is not known any more: of one customer, or of all. */
export async function forgetWritten(
  db: Db,
  { shopId, customerId, now }: { shopId: string; customerId?: string; now: Date },
): Promise<void> {
  await db.customerMetafieldState.updateMany({
    where: { shopId, ...(customerId === undefined ? {} : { customerId }) },
    data: { writtenJson: "{}", updatedAt: now },
  });
}

/** Forgets a customer who no longer exists. Safe to repeat. */
export async function deleteState(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<void> {
  await db.customerMetafieldState.deleteMany({ where: { shopId, customerId } });
}

/** The next customers of a shop by id, after `afterId`. */
export async function listCustomerIds(
  db: Db,
  { shopId, afterId, limit }: { shopId: string; afterId: string | null; limit: number },
): Promise<string[]> {
  const rows = await db.customer.findMany({
    where: { shopId, deletedAt: null, ...(afterId === null ? {} : { id: { gt: afterId } }) },
    orderBy: { id: "asc" },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
