import type { Db } from "~/platform/db.server";

import type { EntryKind } from "../rules/ledger";

export type EntrySum = { id: string; kind: EntryKind; at: Date; points: number };

/** A customer's latest entries, newest first, and by how much each changed what they have or will have. */
export async function listEntrySums(
  db: Db,
  { shopId, customerId, limit }: { shopId: string; customerId: string; limit: number },
): Promise<EntrySum[]> {
  const entries = await db.pointsEntry.findMany({
    where: { shopId, customerId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit,
    select: { id: true, kind: true, at: true },
  });
  const sums = await db.pointsPosting.groupBy({
    by: ["entryId"],
    where: {
      shopId,
      entryId: { in: entries.map(({ id }) => id) },
      book: { in: ["pending", "available"] },
    },
    _sum: { points: true },
  });
  const pointsOf = new Map(sums.map(({ entryId, _sum }) => [entryId, _sum.points ?? 0]));
  return entries.map(({ id, kind, at }) => ({
    ...{ id, at },
    kind: kind as EntryKind,
    points: pointsOf.get(id) ?? 0,
  }));
}
