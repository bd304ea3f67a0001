import type { Db } from "~/platform/db.server";

/** Whether a customer is there: neither deleted nor erased. */
export async function isKnownCustomer(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<boolean> {
  return (await db.customer.count({ where: { shopId, id: customerId, deletedAt: null } })) > 0;
}
