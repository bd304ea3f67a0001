import type { Db } from "~/platform/db.server";
import { rowsFrom } from "~/platform/sql.server";

export type PlacedOrder = { id: string; placedAt: Date; placedOn: string; placedMonth: string };

/** The next orders of a shop by their ids. */
export function listPlacedOrders(
  db: Db,
  { shopId, after, limit }: { shopId: string; after: string; limit: number },
): Promise<PlacedOrder[]> {
  return db.order.findMany({
    where: { shopId, id: { gt: after } },
    orderBy: { id: "asc" },
    take: limit,
    select: { id: true, placedAt: true, placedOn: true, placedMonth: true },
  });
}

/** Moves orders to other days. Safe to repeat. */
export async function updatePlacedDays(
  db: Db,
  { shopId, rows }: { shopId: string; rows: readonly Omit<PlacedOrder, "placedAt">[] },
): Promise<void> {
  if (rows.length === 0) return;
  const moved = rowsFrom("r", "Order", { columns: ["id", "placedOn", "placedMonth"], rows });
  await db.$executeRaw`
    UPDATE "Order" SET "placedOn" = r."placedOn", "placedMonth" = r."placedMonth" FROM ${moved}
    WHERE "Order"."shopId" = ${shopId} AND "Order"."id" = r."id"`;
}
