import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { searchPatternsOf } from "~/platform/search-index.server";
import type { Sql } from "~/platform/sql.server";

import type { MembersQuery } from "./schema";

type Asked = { shopId: string; query: MembersQuery };

export type MemberSums = {
  customerId: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  available: number;
  pending: number;
  debt: number;
  earned: number;
  redeemed: number;
  since: Date;
};

/** A page of those who have, or had, points. The order is total, so pages neither repeat nor skip anyone. */
export function listMembers(
  db: Db,
  { limit, offset, ...asked }: Asked & { limit: number; offset: number },
): Promise<MemberSums[]> {
  return db.$queryRaw<MemberSums[]>`
    SELECT m."customerId", m."available", m."pending", m."debt", m."earned", m."redeemed", m."since", c."firstName", c."lastName", c."email" ${fromAsked(asked)}
    ORDER BY ${ORDERS[asked.query.sort]}, m."customerId" LIMIT ${limit} OFFSET ${offset}`;
}

export async function countListed(db: Db, asked: Asked): Promise<number> {
  const [row] = await db.$queryRaw<
    { count: bigint | number }[]
  >`SELECT COUNT(*) AS "count" ${fromAsked(asked)}`;
  return Number(row?.count ?? 0);
}

const ORDERS: Readonly<Record<MembersQuery["sort"], Sql>> = {
  available: Prisma.sql`m."available" DESC`,
  pending: Prisma.sql`m."pending" DESC`,
  debt: Prisma.sql`m."debt" ASC`,
  recent: Prisma.sql`m."since" DESC`,
};

function fromAsked({ shopId, query }: Asked): Sql {
  const searched = searchPatternsOf(query.query).map(
    (pattern) => Prisma.sql` AND c."searchText" LIKE ${pattern} ESCAPE '\\'`,
  );
  const conditions = searched.length === 0 ? Prisma.empty : Prisma.join(searched, "");
  return Prisma.sql`
    FROM "PointsMember" m
    JOIN "Customer" c ON c."shopId" = ${shopId} AND c."id" = m."customerId" AND c."deletedAt" IS NULL
    WHERE m."shopId" = ${shopId}${conditions}`;
}

export type EntryRow = {
  id: string;
  kind: string;
  at: Date;
  orderId: string | null;
  orderName: string | null;
  redemptionId: string | null;
  staffId: string | null;
  detailsJson: string;
  available: bigint | number | null;
  pending: bigint | number | null;
};

/** What happened to a customer's points, the newest first. */
export function listEntries(
  db: Db,
  {
    shopId,
    customerId,
    limit,
    offset,
  }: { shopId: string; customerId: string; limit: number; offset: number },
): Promise<EntryRow[]> {
  return db.$queryRaw<EntryRow[]>`
    SELECT e."id", e."kind", e."at", e."orderId", o."name" AS "orderName", e."redemptionId", e."staffId",
      e."detailsJson",
      (SELECT SUM(p."points") FROM "PointsPosting" p
        WHERE p."shopId" = ${shopId} AND @few AND p."entryId" = e."id" AND p."book" = 'available') AS "available",
      (SELECT SUM(p."points") FROM "PointsPosting" p
        WHERE p."shopId" = ${shopId} AND @few AND p."entryId" = e."id" AND p."book" = 'pending') AS "pending"
    FROM "PointsEntry" e LEFT JOIN "Order" o ON o."shopId" = ${shopId} AND o."id" = e."orderId"
    WHERE e."shopId" = ${shopId} AND e."customerId" = ${customerId}
    ORDER BY e."at" DESC, e."id" DESC LIMIT ${limit} OFFSET ${offset}`;
}

export function countEntries(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<number> {
  return db.pointsEntry.count({ where: { shopId, customerId } });
}

/** Lots that wait for a person's look, the oldest first. */
export function listWaiting(db: Db, { shopId }: { shopId: string }) {
  return db.pointsLot.findMany({
    where: { shopId, review: "waiting" },
    orderBy: [{ earnedAt: "asc" }, { id: "asc" }],
    take: 100,
    select: {
      id: true,
      customerId: true,
      pending: true,
      sourceKind: true,
      orderId: true,
      reviewJson: true,
      earnedAt: true,
    },
  });
}

/** What customers are called, by id. */
export async function listNames(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await db.customer.findMany({
    where: { shopId, id: { in: [...customerIds] } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  return new Map(rows.map(({ id, ...names }) => [id, nameOf(names)]));
}

/** The name, else the mail; empty when neither is known. */
export function nameOf({
  firstName,
  lastName,
  email,
}: {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
}): string {
  return [firstName, lastName].filter(Boolean).join(" ").trim() || email || "";
}
