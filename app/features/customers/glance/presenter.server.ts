import { findStandingCustomerId } from "~/pipeline/projections/customers/queries.server";
import { type Db, toMinor } from "~/platform/db.server";
import { deriveId } from "~/platform/ids.server";

import { findStats, listValidOrderInstants } from "../profile/repository.server";
import { typicalGapDays } from "../rules/rhythm";

/** Our customer behind Shopify's id of one, of somebody who was merged the one they are now; null when there is none. */
export async function presentStandingCustomer(
  db: Db,
  { shopId, customerGid }: { shopId: string; customerGid: string },
): Promise<string | null> {
  if (!/^(gid:\/\/shopify\/Customer\/)?\d{1,20}$/.test(customerGid)) return null;
  return findStandingCustomerId(db, { shopId, customerId: deriveId(shopId, customerGid) });
}

export type CustomerGlance = {
  orderCount: number;
  /** Minor units of the shop's currency. */
  netMinor: number;
  /** ISO instant. */
  lastOrderAt: string | null;
  /** What they usually let pass between orders; null while that is not known. */
  typicalGapDays: number | null;
};

/** What a customer's valid orders come to, in a line. */
export async function presentCustomerGlance(
  db: Db,
  one: { shopId: string; customerId: string },
): Promise<CustomerGlance> {
  const stats = await findStats(db, one);
  return {
    orderCount: stats?.orderCount ?? 0,
    netMinor: toMinor(stats?.netMinor),
    lastOrderAt: stats?.lastOrderAt.toISOString() ?? null,
    typicalGapDays: typicalGapDays(await listValidOrderInstants(db, one)),
  };
}
