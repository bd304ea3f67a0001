import type { Db } from "~/platform/db.server";

/** How often a customer earned by a rule after `since`. @param key Empty: by any of the kind. */
export async function countAwardsSince(
  db: Db,
  {
    shopId,
    customerId,
    sourceKind,
    key,
    since,
  }: { shopId: string; customerId: string; sourceKind: string; key: string; since: Date },
): Promise<number> {
  if (key === "")
    return db.pointsLot.count({ where: { shopId, customerId, sourceKind, earnedAt: { gt: since } } });
  return db.pointsEntry.count({
    where: {
      shopId,
      customerId,
      kind: "earned",
      at: { gt: since },
      sourceKey: { startsWith: `earned:${sourceKind}:` },
      detailsJson: { contains: `"key":${JSON.stringify(key)}` },
    },
  });
}
