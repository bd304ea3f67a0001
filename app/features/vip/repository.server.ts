import type { Db } from "~/platform/db.server";
import { andAmong, idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";

import type { Among } from "./measures/repository.server";
import type { ManualTier, Membership } from "./rules/standing";

type CustomerKey = { shopId: string; customerId: string };

/** A customer as far as tiers and tags go; null when unknown, erased or merged away. */
export async function findVipCustomer(
  db: Db,
  { shopId, customerId }: CustomerKey,
): Promise<{ gid: string; tags: string[] } | null> {
  const row = await db.customer.findFirst({
    where: { shopId, id: customerId, deletedAt: null },
    select: { gid: true, tags: { where: { shopId }, select: { tag: true } } },
  });
  return row ? { gid: row.gid, tags: row.tags.map(({ tag }) => tag) } : null;
}

/** Those of the customers who are known and neither erased nor merged away. */
export async function listKnownAmong(db: Db, { shopId, customerIds }: Among): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Customer" WHERE "shopId" = ${shopId}${andAmong('"id"', customerIds)} AND "deletedAt" IS NULL`;
  return new Set(rows.map(({ id }) => id));
}

/** Who is known, by id; the next ones after `afterId`. */
export async function listKnownIds(
  db: Db,
  { shopId, afterId, limit }: { shopId: string; afterId: string; limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Customer" WHERE "shopId" = ${shopId} AND "id" > ${afterId} AND "deletedAt" IS NULL
    ORDER BY "id" LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** The memberships of those who have one. */
export async function listMemberships(
  db: Db,
  { shopId, customerIds }: Among,
): Promise<Map<string, Membership>> {
  const rows = await db.$queryRaw<(Membership & { customerId: string })[]>`
    SELECT "customerId", "tierId", "carriedBy", "fellAt", "endsAt", "noticedAt" FROM "VipMembership"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)}`;
  return new Map(rows.map(({ customerId, ...membership }) => [customerId, membership]));
}

/** The tiers that the staff gave, over or not. */
export async function listManualTiers(
  db: Db,
  { shopId, customerIds }: Among,
): Promise<Map<string, ManualTier>> {
  const rows = await db.$queryRaw<(ManualTier & { customerId: string })[]>`
    SELECT "customerId", "tierId", "until", "givenAt" FROM "VipManualTier"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)}`;
  return new Map(rows.map(({ customerId, ...manual }) => [customerId, manual]));
}

/** Members of whom something comes due by itself until now: an end, or its notice. */
export async function listDueMembers(
  db: Db,
  { shopId, now }: { shopId: string; now: Date },
): Promise<string[]> {
  const rows = await db.vipMembership.findMany({
    where: { shopId, nextAt: { lte: now } },
    select: { customerId: true },
  });
  return rows.map(({ customerId }) => customerId);
}

const MEMBERSHIP_COLUMNS = [
  "shopId",
  "customerId",
  "tierId",
  "since",
  "carriedBy",
  "fellAt",
  "endsAt",
  "noticedAt",
  "nextAt",
  "updatedAt",
] as const;
const KEY = ["shopId", "customerId"];
const UPSERT_MOVED = upsertSql({ table: "VipMembership", columns: MEMBERSHIP_COLUMNS, key: KEY });
const UPSERT_STAYING = upsertSql({
  table: "VipMembership",
  columns: MEMBERSHIP_COLUMNS,
  key: KEY,
  updated: ["carriedBy", "fellAt", "endsAt", "noticedAt", "nextAt", "updatedAt"],
});

export type StandingRow = Omit<Membership, "tierId"> & {
  customerId: string;
  /** Null takes them out. */
  tierId: string | null;
  nextAt: Date | null;
  /** They have had this tier already. */
  isStaying: boolean;
};

/** Keeps where customers stand. Safe to repeat, but that who moves again is a member since now. */
export async function saveStandings(
  db: Db,
  { shopId, standings, now }: { shopId: string; standings: readonly StandingRow[]; now: Date },
): Promise<void> {
  const left = standings.flatMap(({ customerId, tierId }) => (tierId === null ? [customerId] : []));
  if (left.length > 0)
    await db.$executeRaw`
      DELETE FROM "VipMembership" WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(left)}`;
  const rowsOf = (isStaying: boolean) =>
    standings
      .filter((row) => row.tierId !== null && row.isStaying === isStaying)
      .map((row) => ({ ...row, shopId, since: now, updatedAt: now }));
  const [moved, staying] = [rowsOf(false), rowsOf(true)];
  if (moved.length > 0) await db.$executeRawUnsafe(UPSERT_MOVED, rowsToJson(moved));
  if (staying.length > 0) await db.$executeRawUnsafe(UPSERT_STAYING, rowsToJson(staying));
}

const UPSERT_TAGS = upsertSql({
  table: "VipTag",
  columns: ["shopId", "customerId", "intendedTag", "updatedAt"],
  key: ["shopId", "customerId"],
});

/** The tag we last asked the store for (null = none), and when; null = never asked for any. */
export async function findIntendedTag(
  db: Db,
  { shopId, customerId }: CustomerKey,
): Promise<{ tag: string | null; askedAt: Date } | null> {
  const row = await db.vipTag.findUnique({ where: { shopId_customerId: { shopId, customerId } } });
  return row ? { tag: row.intendedTag, askedAt: row.updatedAt } : null;
}

/** Keeps what we ask the store for, of one customer or of many. */
export async function saveIntendedTags(
  db: Db,
  {
    shopId,
    tags,
    now,
  }: { shopId: string; tags: readonly { customerId: string; tag: string | null }[]; now: Date },
): Promise<void> {
  if (tags.length === 0) return;
  const rows = tags.map(({ customerId, tag }) => ({ shopId, customerId, intendedTag: tag, updatedAt: now }));
  await db.$executeRawUnsafe(UPSERT_TAGS, rowsToJson(rows));
}

/** Forgets tier and tag of a customer who no longer exists. Safe to repeat. */
export async function deleteVipTraces(db: Db, { shopId, customerId }: CustomerKey): Promise<void> {
  await db.vipMembership.deleteMany({ where: { shopId, customerId } });
  await db.vipTag.deleteMany({ where: { shopId, customerId } });
  await db.vipManualTier.deleteMany({ where: { shopId, customerId } });
}

/** Which of the tags in `tagKeys` (lower case) customers have, by customer id, as spelled in the store. */
export async function listTagHolders(
  db: Db,
  {
    shopId,
    customerIds,
    tagKeys,
  }: { shopId: string; customerIds: readonly string[]; tagKeys: readonly string[] },
): Promise<Map<string, string[]>> {
  const rows = await db.customerTag.findMany({
    where: {
      shopId,
      customerId: { in: [...customerIds] },
      tagKey: { in: [...tagKeys] },
      customer: { shopId, deletedAt: null },
    },
    select: { customerId: true, tag: true },
  });
  const holders = new Map<string, string[]>();
  for (const { customerId, tag } of rows) holders.set(customerId, [...(holders.get(customerId) ?? []), tag]);
  return holders;
}

/** What we asked the store for, by customer id; null = for no tag. Who is not in it was never asked for. */
export async function listIntendedTags(
  db: Db,
  { shopId, customerIds }: Among,
): Promise<Map<string, string | null>> {
  const rows = await db.$queryRaw<{ customerId: string; intendedTag: string | null }[]>`
    SELECT "customerId", "intendedTag" FROM "VipTag"
    WHERE "shopId" = ${shopId}${andAmong('"customerId"', customerIds)}`;
  return new Map(rows.map((row) => [row.customerId, row.intendedTag]));
}

/** Names of people, for a preview. */
export async function listPeople(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Map<string, { name: string; email: string | null }>> {
  const rows = await db.customer.findMany({
    where: { shopId, id: { in: [...customerIds] } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  return new Map(
    rows.map((row) => [
      row.id,
      { name: [row.firstName, row.lastName].filter(Boolean).join(" "), email: row.email },
    ]),
  );
}
