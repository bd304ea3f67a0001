import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import { leftOutOf, type Span } from "./rules";

/** What the loaded order files of a shop cover. */
export async function listImportedSpans(db: Db, { shopId }: { shopId: string }): Promise<Span[]> {
  const rows = await db.historyImport.findMany({
    where: { shopId, state: "done", kind: "orders", firstPlacedAt: { not: null } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { firstPlacedAt: true, firstNumber: true, lastPlacedAt: true, lastNumber: true },
  });
  return rows.flatMap(({ firstPlacedAt, firstNumber, lastPlacedAt, lastNumber }) =>
    firstPlacedAt && lastPlacedAt
      ? [{ firstAt: firstPlacedAt, firstNumber, lastAt: lastPlacedAt, lastNumber }]
      : [],
  );
}

/** Orders that loaded files had and we have not. */
export async function countLeftOut(db: Db, { shopId }: { shopId: string }): Promise<number> {
  const rows = await db.historyImport.findMany({
    where: { shopId, state: "done", kind: "orders" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { firstPlacedAt: true, lastPlacedAt: true, skippedCount: true },
  });
  return leftOutOf(
    rows.map(({ firstPlacedAt: firstAt, lastPlacedAt: lastAt, skippedCount: leftOutCount }) => {
      return { firstAt, lastAt, leftOutCount };
    }),
  );
}

/** Since when Shopify shares orders; null for all of them, or when it was not asked yet. */
export async function findWindowStart(db: Db, { shopId }: { shopId: string }): Promise<Date | null> {
  const row = await db.backfill.findFirst({
    where: { shopId, resource: "orders" },
    select: { windowStartAt: true },
  });
  return row?.windowStartAt ?? null;
}

/** Name of the first order placed at or after an instant; null when there is none. */
export async function findFirstNameSince(
  db: Db,
  { shopId, since, zone }: { shopId: string; since: Date; zone: string },
): Promise<string | null> {
  const row = await db.order.findFirst({
    where: { shopId, placedOn: { gte: dayIn(zone, since) }, placedAt: { gte: since }, name: { not: "" } },
    orderBy: [{ placedOn: "asc" }, { placedAt: "asc" }],
    select: { name: true },
  });
  return row?.name ?? null;
}
