import type { Db } from "~/platform/db.server";

/** Our id of a customer of the store; null while we do not know them, or any more. */
export async function findCustomerIdByNumber(
  db: Db,
  { shopId, customerNumber }: { shopId: string; customerNumber: string },
): Promise<string | null> {
  const row = await db.customer.findFirst({
    where: { shopId, gid: `gid://shopify/Customer/${customerNumber}`, deletedAt: null },
    select: { id: true },
  });
  return row?.id ?? null;
}
