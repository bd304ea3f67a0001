import type { Db } from "~/platform/db.server";

export type AskedOrder = { customerId: string | null; placedAt: Date };

/** Whose an order is, and when it was placed; null when it is not known yet. */
export function findAskedOrder(
  db: Db,
  { shopId, orderId }: { shopId: string; orderId: string },
): Promise<AskedOrder | null> {
  return db.order.findFirst({
    where: { shopId, id: orderId, deletedAt: null },
    select: { customerId: true, placedAt: true },
  });
}
