import type { Db } from "~/platform/db.server";

import { presentIsVipOn, presentTierNames } from "../presenter.server";

/** What the tier of a customer is called; null without one, and while there are no tiers. */
export async function presentTierName(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<string | null> {
  if (!(await presentIsVipOn(db, { shopId }))) return null;
  const membership = await db.vipMembership.findUnique({
    where: { shopId_customerId: { shopId, customerId } },
    select: { tierId: true },
  });
  if (!membership) return null;
  const names = await presentTierNames(db, { shopId });
  return names[membership.tierId] ?? null;
}
