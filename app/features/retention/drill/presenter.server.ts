import { type Db, toMinor } from "~/platform/db.server";

import type { ShopFacts } from "../schema";
import { listSelectedOrders, sumSelectedOrders } from "./repository.server";
import type { OrderDrillData, OrderSelection } from "./schema";

const PAGE_SIZE = 50;

/** Read model of the orders behind a number: their count and sum are that number. */
export async function presentOrderDrill(
  db: Db,
  {
    shopId,
    shop,
    selection,
    page,
    now,
  }: { shopId: string; shop: ShopFacts; selection: OrderSelection; page: number; now: Date },
): Promise<OrderDrillData> {
  const { orderCount, netMinor } = await sumSelectedOrders(db, { shopId, selection });
  const pageCount = Math.max(1, Math.ceil(orderCount / PAGE_SIZE));
  const shownPage = Math.min(page, pageCount);
  const rows = await listSelectedOrders(db, {
    shopId,
    selection,
    limit: PAGE_SIZE,
    offset: (shownPage - 1) * PAGE_SIZE,
  });
  return {
    selection,
    orderCount,
    netMinor,
    currencyCode: shop.currencyCode,
    asOf: now.toISOString(),
    page: shownPage,
    pageCount,
    orders: rows.map(({ firstName, lastName, email, ...row }) => ({
      id: row.id,
      name: row.name,
      customerId: row.customerId,
      customerName: [firstName, lastName].filter(Boolean).join(" ") || email,
      placedAt: new Date(row.placedAt).toISOString(),
      financialStatus: row.financialStatus,
      totalMinor: toMinor(row.totalMinor),
      netMinor: toMinor(row.netMinor),
    })),
  };
}
