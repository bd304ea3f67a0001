import { Prisma } from "~/generated/prisma/client";
import { type Db, toDbInstant, toMinor } from "~/platform/db.server";
import { idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";

import type { PurchaseFacts } from "./rules";

const NOTHING: PurchaseFacts = { orderCount: 0, netMinor: 0 };

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

/** What every buyer bought since `since`, by customer id. Who bought nothing is not in it. */
async function listPurchaseFacts(
  db: Db,
  { shopId, since }: { shopId: string; since: Date | null },
): Promise<Map<string, PurchaseFacts>> {
  if (since === null) {
    const rows = await db.customerStats.findMany({
      where: { shopId },
      select: { customerId: true, orderCount: true, netMinor: true },
    });
    return new Map(
      rows.map((row) => [row.customerId, { orderCount: row.orderCount, netMinor: toMinor(row.netMinor) }]),
    );
  }
  const rows = await db.order.groupBy({
    by: ["customerId"],
    where: { shopId, isValid: true, deletedAt: null, customerId: { not: null }, placedAt: { gte: since } },
    _count: true,
    _sum: { netMinor: true },
  });
  return new Map(
    rows.flatMap((row) =>
      row.customerId
        ? [[row.customerId, { orderCount: row._count, netMinor: toMinor(row._sum.netMinor) }] as const]
        : [],
    ),
  );
}

export type Candidate = { customerId: string; facts: PurchaseFacts; tierId: string | null };

/** Everybody whose tier may be of interest: who bought since `since`, or has a tier. Who was erased is not among them. */
export async function listCandidates(
  db: Db,
  { shopId, since }: { shopId: string; since: Date | null },
): Promise<Candidate[]> {
  const facts = await listPurchaseFacts(db, { shopId, since });
  const memberships = await listMemberships(db, { shopId });
  const known = await listKnownIds(db, { shopId });
  return [...new Set([...facts.keys(), ...memberships.keys()])]
    .filter((customerId) => known.has(customerId))
    .map((customerId) => ({
      customerId,
      facts: facts.get(customerId) ?? NOTHING,
      tierId: memberships.get(customerId) ?? null,
    }));
}

/** Those of the customers who are known and neither erased nor merged away. */
export async function listKnownAmong(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Customer"
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)} AND "deletedAt" IS NULL`;
  return new Set(rows.map(({ id }) => id));
}

async function listKnownIds(db: Db, { shopId }: { shopId: string }): Promise<Set<string>> {
  const rows = await db.customer.findMany({ where: { shopId, deletedAt: null }, select: { id: true } });
  return new Set(rows.map((row) => row.id));
}

/** Where a customer stands; `intendedTag` null when we asked for none, or never for any. */
export type Standing = { facts: PurchaseFacts; tierId: string | null; intendedTag: string | null };

export const NO_STANDING: Standing = { facts: NOTHING, tierId: null, intendedTag: null };

/** Where those of the customers stand of whom anything is known. */
export async function listStandings(
  db: Db,
  { shopId, customerIds, since }: { shopId: string; customerIds: readonly string[]; since: Date | null },
): Promise<Map<string, Standing>> {
  const among = idsIn(customerIds);
  const facts = await db.$queryRaw<{ customerId: string; orderCount: bigint | number; netMinor: bigint }[]>(
    since === null
      ? Prisma.sql`SELECT "customerId", "orderCount", "netMinor" FROM "CustomerStats"
          WHERE "shopId" = ${shopId} AND "customerId" IN ${among}`
      : Prisma.sql`SELECT "customerId", COUNT(*) AS "orderCount", SUM("netMinor") AS "netMinor" FROM "Order"
          WHERE "shopId" = ${shopId} AND "customerId" IN ${among} AND "isValid" AND "deletedAt" IS NULL
            AND "placedAt" >= ${toDbInstant(since)} GROUP BY "customerId"`,
  );
  const standings = new Map<string, Standing>();
  const put = (customerId: string, part: Partial<Standing>) =>
    standings.set(customerId, { ...NO_STANDING, ...standings.get(customerId), ...part });
  for (const { customerId, orderCount, netMinor } of facts)
    put(customerId, { facts: { orderCount: Number(orderCount), netMinor: toMinor(netMinor) } });
  const members = await db.$queryRaw<{ customerId: string; tierId: string }[]>`
    SELECT "customerId", "tierId" FROM "VipMembership"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${among}`;
  for (const { customerId, tierId } of members) put(customerId, { tierId });
  const tags = await db.$queryRaw<{ customerId: string; intendedTag: string | null }[]>`
    SELECT "customerId", "intendedTag" FROM "VipTag" WHERE "shopId" = ${shopId} AND "customerId" IN ${among}`;
  for (const { customerId, intendedTag } of tags) put(customerId, { intendedTag });
  return standings;
}

/** Tier ids by customer id. */
async function listMemberships(db: Db, { shopId }: { shopId: string }): Promise<Map<string, string>> {
  const rows = await db.vipMembership.findMany({
    where: { shopId },
    select: { customerId: true, tierId: true },
  });
  return new Map(rows.map((row) => [row.customerId, row.tierId]));
}

const UPSERT_MEMBERSHIPS = upsertSql({
  table: "VipMembership",
  columns: ["shopId", "customerId", "tierId", "since", "updatedAt"],
  key: ["shopId", "customerId"],
});
const UPSERT_TAGS = upsertSql({
  table: "VipTag",
  columns: ["shopId", "customerId", "intendedTag", "updatedAt"],
  key: ["shopId", "customerId"],
});

/** Puts customers into tiers; null takes them out. Safe to repeat. */
export async function saveTiers(
  db: Db,
  {
    shopId,
    tiers,
    now,
  }: { shopId: string; tiers: readonly { customerId: string; tierId: string | null }[]; now: Date },
): Promise<void> {
  const left = tiers.flatMap(({ customerId, tierId }) => (tierId === null ? [customerId] : []));
  if (left.length > 0)
    await db.$executeRaw`
      DELETE FROM "VipMembership" WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(left)}`;
  const members = tiers.filter(({ tierId }) => tierId !== null);
  if (members.length > 0)
    await db.$executeRawUnsafe(
      UPSERT_MEMBERSHIPS,
      rowsToJson(members.map((row) => ({ ...row, shopId, since: now, updatedAt: now }))),
    );
}

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
}

/** Which of the tags in `tagKeys` (lower case) customers have, by customer id, as spelled in the store. */
export async function listTagHolders(
  db: Db,
  { shopId, tagKeys }: { shopId: string; tagKeys: readonly string[] },
): Promise<Map<string, string[]>> {
  const rows = await db.customerTag.findMany({
    where: { shopId, tagKey: { in: [...tagKeys] }, customer: { shopId, deletedAt: null } },
    select: { customerId: true, tag: true },
  });
  const holders = new Map<string, string[]>();
  for (const { customerId, tag } of rows) holders.set(customerId, [...(holders.get(customerId) ?? []), tag]);
  return holders;
}

/** What we asked for, by customer id. */
export async function listIntendedTags(
  db: Db,
  { shopId }: { shopId: string },
): Promise<Map<string, string | null>> {
  const rows = await db.vipTag.findMany({
    where: { shopId },
    select: { customerId: true, intendedTag: true },
  });
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
