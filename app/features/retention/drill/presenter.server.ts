import { type Db, toMinor } from "~/platform/db.server";

import { instantsOf } from "../rules/window";
import type { DayRange, ShopFacts } from "../schema";
import { listSelectedOrders, sumSelectedOrders } from "./repository.server";
import type { OrderDrillData, OrderSelection, ShownOrders } from "./schema";

const PAGE_SIZE = 50;

type Asked = { shopId: string; shop: ShopFacts; page: number; now: Date };

/** Read model of the orders behind a number: their count and sum are that number. */
export function presentOrderDrill(
  db: Db,
  { selection, ...asked }: Asked & { selection: OrderSelection },
): Promise<OrderDrillData> {
  return presentOrders(db, { ...asked, selection, shown: selection });
}

/** The instants of days, to ask another feature for what it counts in them: from inclusive, to exclusive. */
export function presentDrillWindow({ range, shop, now }: { range: DayRange; shop: ShopFacts; now: Date }): {
  from: Date;
  to: Date;
} {
  return instantsOf(range, { zone: shop.ianaTimezone, now });
}

/**
 * The same of the orders that cart recovery counts.
 *
 * @param range days in which the reminders were sent: what the page says.
 */
export function presentRecoveredOrders(
  db: Db,
  { orderIds, range, ...asked }: Asked & { orderIds: readonly string[]; range: DayRange },
): Promise<OrderDrillData> {
  return presentOrders(db, {
    ...asked,
    selection: { kind: "orders", ids: orderIds },
    shown: { kind: "recovered", range },
  });
}

async function presentOrders(
  db: Db,
  {
    shopId,
    shop,
    page,
    now,
    selection,
    shown,
  }: Asked & { selection: OrderSelection | { kind: "orders"; ids: readonly string[] }; shown: ShownOrders },
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
    selection: shown,
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
