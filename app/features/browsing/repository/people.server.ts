import type { Db } from "~/platform/db.server";

/** Of a merged customer the kept one; null when nobody is left. */
export async function findKeptCustomerId(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<string | null> {
  const row = await db.customer.findFirst({
    where: { shopId, id: customerId },
    select: { id: true, mergedIntoId: true, deletedAt: true },
  });
  if (!row) return null;
  return row.mergedIntoId ?? (row.deletedAt === null ? row.id : null);
}

/** The customer of an order that was paid for, by the checkout it came of; null when there is none. */
export async function findPayingCustomerId(
  db: Db,
  { shopId, checkoutToken }: { shopId: string; checkoutToken: string },
): Promise<string | null> {
  const row = await db.order.findFirst({
    where: {
      shopId,
      checkoutToken,
      deletedAt: null,
      isTest: false,
      isValid: true,
      customerId: { not: null },
    },
    orderBy: [{ placedAt: "asc" }, { id: "asc" }],
    select: { customerId: true },
  });
  return row?.customerId ?? null;
}

/** How much is known by browsers. */
export async function countKnown(
  db: Db,
  { shopId }: { shopId: string },
): Promise<{ knownBrowsers: number; unknownBrowsers: number; products: number }> {
  const knownBrowsers = await db.browseVisitor.count({ where: { shopId, customerId: { not: null } } });
  const unknownBrowsers = await db.browseVisitor.count({ where: { shopId, customerId: null } });
  const products = await db.browsedProduct.count({ where: { shopId } });
  return { knownBrowsers, unknownBrowsers, products };
}
