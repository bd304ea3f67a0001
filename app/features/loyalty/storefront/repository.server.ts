import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

/** When a customer earned their first points; null = never. */
export async function findMemberSince(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<Date | null> {
  const { _min } = await db.pointsLot.aggregate({ where: { shopId, customerId }, _min: { earnedAt: true } });
  return _min.earnedAt;
}

/** Those of the customers who have, or had, points. */
export async function listMemberIds(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ customerId: string }[]>`
    SELECT DISTINCT "customerId" FROM "PointsLot"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}`;
  return rows.map(({ customerId }) => customerId);
}
