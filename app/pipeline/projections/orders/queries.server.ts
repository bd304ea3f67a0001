import { type Db, toMinor } from "~/platform/db.server";

export type CustomerOrder = {
  id: string;
  gid: string;
  name: string;
  placedAt: Date;
  financialStatus: string | null;
  fulfillmentStatus: string | null;
  currencyCode: string;
  totalMinor: number;
  refundedMinor: number;
  netMinor: number;
  isValid: boolean;
  isTest: boolean;
  cancelledAt: Date | null;
  discountCodes: string[];
  lines: {
    title: string;
    variantTitle: string | null;
    quantity: number;
    currentQuantity: number;
    unitPriceMinor: number;
  }[];
};

/** Orders of a customer, the newest first, also invalid ones; deleted ones are left out. */
export async function findOrdersOfCustomer(
  db: Db,
  { shopId, customerId, limit = 50 }: { shopId: string; customerId: string; limit?: number },
): Promise<CustomerOrder[]> {
  const rows = await db.order.findMany({
    where: { shopId, customerId, deletedAt: null },
    orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    take: limit,
    include: {
      lines: { where: { shopId }, orderBy: { id: "asc" } },
      discounts: { where: { shopId }, orderBy: { codeKey: "asc" } },
    },
  });
  return rows.map((row) => ({
    id: row.id,
    gid: row.gid,
    name: row.name,
    placedAt: row.placedAt,
    financialStatus: row.financialStatus,
    fulfillmentStatus: row.fulfillmentStatus,
    currencyCode: row.currencyCode,
    totalMinor: toMinor(row.totalMinor),
    refundedMinor: toMinor(row.refundedMinor),
    netMinor: toMinor(row.netMinor),
    isValid: row.isValid,
    isTest: row.isTest,
    cancelledAt: row.cancelledAt,
    discountCodes: row.discounts.map(({ code }) => code),
    lines: row.lines.map(({ title, variantTitle, quantity, currentQuantity, unitPriceMinor }) => ({
      title,
      variantTitle,
      quantity,
      currentQuantity,
      unitPriceMinor: toMinor(unitPriceMinor),
    })),
  }));
}

/**
 * The order a checkout became: by its checkout token; for orders without one, by the cart, when placed later than the
 * checkout began. Null when there is none.
 */
export async function findOrderOfCheckout(
  db: Db,
  {
    shopId,
    token,
    cartToken,
    startedAt,
  }: { shopId: string; token: string | null; cartToken: string | null; startedAt: Date },
): Promise<string | null> {
  const ways = [
    ...(token ? [{ checkoutToken: token }] : []),
    ...(cartToken ? [{ cartToken, checkoutToken: null, placedAt: { gte: startedAt } }] : []),
  ];
  if (ways.length === 0) return null;
  const row = await db.order.findFirst({
    where: { shopId, deletedAt: null, OR: ways },
    orderBy: [{ placedAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return row?.id ?? null;
}

export type OrderSince = { orderId: string; isValid: boolean; placedAt: Date };

/** Orders of a person, by customer or address, placed after `since` (exclusive); test orders are left out. Oldest first. */
export async function listOrdersSince(
  db: Db,
  {
    shopId,
    customerId,
    email,
    since,
  }: { shopId: string; customerId: string | null; email: string | null; since: Date },
): Promise<OrderSince[]> {
  const people = [...(customerId ? [{ customerId }] : []), ...(email ? [{ email }] : [])];
  if (people.length === 0) return [];
  const rows = await db.order.findMany({
    where: { shopId, deletedAt: null, isTest: false, placedAt: { gt: since }, OR: people },
    orderBy: [{ placedAt: "asc" }, { id: "asc" }],
    select: { id: true, isValid: true, placedAt: true },
  });
  return rows.map(({ id, ...row }) => ({ orderId: id, ...row }));
}
