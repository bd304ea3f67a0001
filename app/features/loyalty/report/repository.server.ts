import type { Db } from "~/platform/db.server";
import { toMinor } from "~/platform/db.server";

import type { BookSums } from "./rules";

/** What came into each book on days from `from` (inclusive) to before `to`; null = no bound. */
export async function sumBooks(
  db: Db,
  { shopId, from, to }: { shopId: string; from: string | null; to: string | null },
): Promise<BookSums> {
  const groups = await db.pointsDay.groupBy({
    by: ["book"],
    where: { shopId, day: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } },
    _sum: { points: true },
  });
  return Object.fromEntries(groups.map(({ book, _sum }) => [book, toMinor(_sum.points)]));
}
