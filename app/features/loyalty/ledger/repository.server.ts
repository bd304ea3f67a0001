import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { idsIn, rowsToJson, type Sql, upsertSql } from "~/platform/sql.server";

import { type Balances, type Book, BOOKS, isOpen } from "../rules/books";
import type { Draft, Lot, LotKind, Owner, Review } from "../rules/ledger";

type LotRow = Omit<Lot, "balances" | "sourceKind" | "review"> &
  Balances & { sourceKind: string; review: string | null };

const COLUMNS = [
  "id",
  "shopId",
  "customerId",
  "guestKey",
  "sourceKind",
  "sourceKey",
  "orderId",
  "termsJson",
  "earnedAt",
  "pendingUntil",
  "expiresAt",
  "review",
  "reviewJson",
  "expiryToldAt",
  "revision",
  "isOpen",
  ...BOOKS,
] as const;

const SELECTED = Prisma.raw(COLUMNS.map((column) => `"${column}"`).join(", "));

function lotOf(row: LotRow): Lot {
  const balances = Object.fromEntries(BOOKS.map((book) => [book, Number(row[book])])) as Balances;
  return {
    id: row.id,
    customerId: row.customerId,
    guestKey: row.guestKey,
    sourceKind: row.sourceKind as LotKind,
    sourceKey: row.sourceKey,
    orderId: row.orderId,
    termsJson: row.termsJson,
    earnedAt: row.earnedAt,
    pendingUntil: row.pendingUntil,
    expiresAt: row.expiresAt,
    review: row.review as Review | null,
    reviewJson: row.reviewJson,
    expiryToldAt: row.expiryToldAt,
    revision: row.revision,
    balances,
  };
}

async function listLots(db: Db, { shopId, only }: { shopId: string; only: Sql }): Promise<Lot[]> {
  const rows = await db.$queryRaw<LotRow[]>`
    SELECT ${SELECTED} FROM "PointsLot" WHERE "shopId" = ${shopId} AND ${only}`;
  return rows.map(lotOf);
}

/** Lots by their ids; those that are unknown are left out. */
export function listLotsById(
  db: Db,
  { shopId, lotIds }: { shopId: string; lotIds: readonly string[] },
): Promise<Lot[]> {
  return listLots(db, { shopId, only: Prisma.sql`"id" IN ${idsIn(lotIds)}` });
}

/** The lots of orders. */
export function listLotsOfOrders(
  db: Db,
  { shopId, orderIds }: { shopId: string; orderIds: readonly string[] },
): Promise<Lot[]> {
  return listLots(db, { shopId, only: Prisma.sql`"orderId" IN ${idsIn(orderIds)}` });
}

/** What owners still have or owe: every open lot of theirs. */
export async function listOpenLots(
  db: Db,
  { shopId, owners }: { shopId: string; owners: readonly Owner[] },
): Promise<Lot[]> {
  const customerIds = [...new Set(owners.flatMap(({ customerId }) => customerId ?? []))];
  const guestKeys = [
    ...new Set(owners.flatMap(({ customerId, guestKey }) => (customerId === null ? (guestKey ?? []) : []))),
  ];
  const lots: Lot[] = [];
  if (customerIds.length > 0)
    lots.push(
      ...(await listLots(db, {
        shopId,
        only: Prisma.sql`"customerId" IN ${idsIn(customerIds)} AND "isOpen"`,
      })),
    );
  if (guestKeys.length > 0)
    lots.push(
      ...(await listLots(db, {
        shopId,
        only: Prisma.sql`"guestKey" IN ${idsIn(guestKeys)} AND "customerId" IS NULL AND "isOpen"`,
      })),
    );
  return lots;
}

/** Whose a lot, or a redemption, is now; null when it is nobody's, or unknown. */
export async function findOwner(
  db: Db,
  { shopId, subjectId }: { shopId: string; subjectId: string },
): Promise<string | null> {
  const asked = { where: { shopId, id: subjectId }, select: { customerId: true } } as const;
  const row = (await db.pointsLot.findFirst(asked)) ?? (await db.pointsRedemption.findFirst(asked));
  return row?.customerId ?? null;
}

/** Those of the keys that have a lot already. */
export async function listKnownSources(
  db: Db,
  { shopId, sourceKeys }: { shopId: string; sourceKeys: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ sourceKey: string }[]>`
    SELECT "sourceKey" FROM "PointsLot" WHERE "shopId" = ${shopId} AND "sourceKey" IN ${idsIn(sourceKeys)}`;
  return new Set(rows.map(({ sourceKey }) => sourceKey));
}

const UPSERT_LOTS = upsertSql({ table: "PointsLot", columns: COLUMNS, key: ["id"] });
const INSERT_ENTRIES = upsertSql({
  table: "PointsEntry",
  columns: [
    ...["id", "shopId", "customerId", "kind", "sourceKey", "at", "on"],
    ...["orderId", "redemptionId", "staffId", "detailsJson"],
  ],
  key: ["id"],
  onConflict: "nothing",
});
const INSERT_POSTINGS = upsertSql({
  table: "PointsPosting",
  columns: ["shopId", "entryId", "position", "lotId", "book", "points"],
  key: ["entryId", "position"],
  onConflict: "nothing",
});
const ADD_TO_DAYS = upsertSql({
  table: "PointsDay",
  columns: ["shopId", "day", "book", "points"],
  key: ["shopId", "day", "book"],
  onConflict: "add",
  updated: ["points"],
});

/** Stores lots as they are now. */
export async function saveLots(
  db: Db,
  { shopId, lots }: { shopId: string; lots: readonly Lot[] },
): Promise<void> {
  if (lots.length === 0) return;
  const rows = lots.map(({ balances, ...lot }) => ({
    ...lot,
    ...balances,
    shopId,
    isOpen: isOpen(balances),
  }));
  await db.$executeRawUnsafe(UPSERT_LOTS, rowsToJson(rows));
}

/**
 * Appends entries with their postings, and adds these to the sums of the day.
 *
 * The unique key of an entry refuses what is entered twice: the transaction fails then, as two did the same at once.
 */
export async function appendEntries(
  db: Db,
  { shopId, drafts, at, on }: { shopId: string; drafts: readonly Draft[]; at: Date; on: string },
): Promise<void> {
  if (drafts.length === 0) return;
  const entries = drafts.map(({ postings, details, ...draft }) => {
    const { lotId: _lotId, ...row } = draft;
    return { ...row, id: newId(), shopId, at, on, detailsJson: JSON.stringify(details), postings };
  });
  await db.$executeRawUnsafe(
    INSERT_ENTRIES,
    rowsToJson(entries.map(({ postings: _postings, ...row }) => row)),
  );
  const postings = entries.flatMap(({ id: entryId, postings: sides }) =>
    sides.map((side, position) => ({ ...side, shopId, entryId, position })),
  );
  if (postings.length === 0) return;
  await db.$executeRawUnsafe(INSERT_POSTINGS, rowsToJson(postings));
  const sums = new Map<Book, number>();
  for (const { book, points } of postings) sums.set(book, (sums.get(book) ?? 0) + points);
  const days = [...sums].flatMap(([book, points]) =>
    points === 0 ? [] : [{ shopId, day: on, book, points }],
  );
  if (days.length > 0) await db.$executeRawUnsafe(ADD_TO_DAYS, rowsToJson(days));
}

/** Takes what names a person out of the keys of lots, entries and redemptions. Safe to repeat. */
export async function unnameLots(
  db: Db,
  {
    shopId,
    customerIds,
    guestKeys,
  }: { shopId: string; customerIds: readonly string[]; guestKeys: readonly string[] },
): Promise<void> {
  const theirs = Prisma.sql`("customerId" IN ${idsIn(customerIds)})`;
  await db.$executeRaw`
    UPDATE "PointsLot" SET "sourceKey" = 'erased:' || "id", "reviewJson" = NULL
    WHERE "shopId" = ${shopId} AND ${theirs} AND "orderId" IS NULL`;
  await db.$executeRaw`
    UPDATE "PointsLot" SET "guestKey" = NULL WHERE "shopId" = ${shopId} AND "guestKey" IN ${idsIn(guestKeys)}`;
  await db.$executeRaw`
    UPDATE "PointsEntry" SET "sourceKey" = 'erased:' || "id" WHERE "shopId" = ${shopId} AND ${theirs}`;
  await db.$executeRaw`
    UPDATE "PointsRedemption" SET "sourceKey" = 'erased:' || "id" WHERE "shopId" = ${shopId} AND ${theirs}`;
  await db.$executeRaw`
    UPDATE "PointsAdjustment" SET "sourceKey" = 'erased:' || "id" WHERE "shopId" = ${shopId} AND ${theirs}`;
}
