import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { BOOKS } from "../../rules/books";

/** A lot, or a day, whose kept sum is not that of its postings. */
export type Mismatch = { place: string; book: string; kept: number; replayed: number };

type MismatchRow = Omit<Mismatch, "kept" | "replayed"> & { kept: bigint | number; replayed: bigint | number };

const typed = ({ kept, replayed, ...row }: MismatchRow): Mismatch => ({
  ...row,
  kept: Number(kept),
  replayed: Number(replayed),
});

/** A row for each book of each lot of the page, as it is kept. */
const KEPT = Prisma.raw(
  BOOKS.map((book) => `SELECT "id" AS "place", '${book}' AS "book", "${book}" AS "points" FROM "page"`).join(
    " UNION ALL ",
  ),
);

/** Where "kept" and "replayed" are not the same. */
const DIFFERENT = Prisma.sql`
    SELECT k."place", k."book", k."points" AS "kept", COALESCE(r."points", 0) AS "replayed"
    FROM "kept" k LEFT JOIN "replayed" r ON r."place" = k."place" AND r."book" = k."book"
    WHERE k."points" <> COALESCE(r."points", 0)
    UNION ALL
    SELECT r."place", r."book", 0, r."points" FROM "replayed" r
    WHERE r."points" <> 0 AND NOT EXISTS (
      SELECT 1 FROM "kept" k WHERE k."place" = r."place" AND k."book" = r."book")`;

/** The last of the `limit` lots that come after `after` by id; null when there are none, or no more after these. */
export async function findPageEnd(
  db: Db,
  { shopId, after, limit }: { shopId: string; after: string; limit: number },
): Promise<string | null> {
  const row = await db.pointsLot.findFirst({
    where: { shopId, id: { gt: after } },
    orderBy: { id: "asc" },
    skip: limit - 1,
    select: { id: true },
  });
  return row?.id ?? null;
}

/** What differs among a shop's lots after `after` up to and with `last`; null = up to the end. Only differences are read. */
export async function listWrongLots(
  db: Db,
  { shopId, after, last }: { shopId: string; after: string; last: string | null },
): Promise<Mismatch[]> {
  const upToId = last === null ? Prisma.empty : Prisma.sql` AND "id" <= ${last}`;
  const upToLotId = last === null ? Prisma.empty : Prisma.sql` AND "lotId" <= ${last}`;
  const rows = await db.$queryRaw<MismatchRow[]>`
    WITH "page" AS (
      SELECT * FROM "PointsLot" WHERE "shopId" = ${shopId} AND "id" > ${after}${upToId}
    ), "kept" AS (${KEPT}), "replayed" AS (
      SELECT "lotId" AS "place", "book", SUM("points") AS "points" FROM "PointsPosting"
      WHERE "shopId" = ${shopId} AND "lotId" > ${after}${upToLotId}
      GROUP BY "lotId", "book"
    )
    ${DIFFERENT}`;
  return rows.map(typed);
}

/** What differs among the sums of a shop's days. */
export async function listWrongDays(db: Db, { shopId }: { shopId: string }): Promise<Mismatch[]> {
  const rows = await db.$queryRaw<MismatchRow[]>`
    WITH "replayed" AS (
      SELECT e."on" AS "place", p."book", SUM(p."points") AS "points" FROM "PointsPosting" p
      JOIN "PointsEntry" e ON e."shopId" = ${shopId} AND e."id" = p."entryId"
      WHERE p."shopId" = ${shopId} GROUP BY e."on", p."book"
    ), "kept" AS (
      SELECT "day" AS "place", "book", "points" FROM "PointsDay" WHERE "shopId" = ${shopId}
    )
    ${DIFFERENT}`;
  return rows.map(typed);
}

const MEMBER_SUMS = {
  available: `SUM("available")`,
  pending: `SUM("pending")`,
  debt: `SUM("debt")`,
  earned: `0 - SUM("issued" + "clawedBack")`,
  redeemed: `SUM("redeemed")`,
} as const;

/** A row for each sum of each member, as a table of that name has them. */
const memberRows = (table: "members" | "sums") =>
  Prisma.raw(
    Object.keys(MEMBER_SUMS)
      .map(
        (sum) => `SELECT "customerId" AS "place", '${sum}' AS "book", "${sum}" AS "points" FROM "${table}"`,
      )
      .join(" UNION ALL "),
  );
const SUMS = Prisma.raw(
  Object.entries(MEMBER_SUMS)
    .map(([book, sum]) => `${sum} AS "${book}"`)
    .join(", "),
);

/** What differs between the members' sums and their lots; lots of who was erased are nobody's. */
export async function listWrongMembers(db: Db, { shopId }: { shopId: string }): Promise<Mismatch[]> {
  const rows = await db.$queryRaw<MismatchRow[]>`
    WITH "members" AS (
      SELECT * FROM "PointsMember" WHERE "shopId" = ${shopId}
    ), "sums" AS (
      SELECT "customerId", ${SUMS} FROM "PointsLot" l
      WHERE l."shopId" = ${shopId} AND l."customerId" IS NOT NULL
        AND EXISTS (SELECT 1 FROM "Customer" c WHERE c."shopId" = ${shopId} AND c."id" = l."customerId")
      GROUP BY "customerId"
    ), "kept" AS (${memberRows("members")}), "replayed" AS (${memberRows("sums")})
    ${DIFFERENT}`;
  return rows.map(typed);
}

/** Shops that ever gave points. */
export async function listShopIdsWithLots(db: Db): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ id: string }[]>`
      SELECT s."id" FROM "Shop" s WHERE EXISTS (SELECT 1 FROM "PointsLot" l WHERE l."shopId" = s."id")`,
  );
  return rows.map(({ id }) => id);
}
