import type { Db } from "~/platform/db.server";

/** When a customer earned their first points; null = never. */
export async function findMemberSince(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<Date | null> {
  const { _min } = await db.pointsLot.aggregate({ where: { shopId, customerId }, _min: { earnedAt: true } });
  return _min.earnedAt;
}
