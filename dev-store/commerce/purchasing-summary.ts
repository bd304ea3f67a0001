import type { Order } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell } from "./action";
import { customerGid } from "./customers";
import { decimalString } from "./money";
import { orderTotals } from "./order-totals";

export type PurchasingSummary = { orderCount: number; spentMinor: number; lastOrder: Order | null };

/** What Shopify shows as numberOfOrders and amountSpent: no tests, cancelled orders count nothing, refunds subtracted. */
export function purchasingSummary(store: Store, customerId: number): PurchasingSummary {
  const summary: PurchasingSummary = { orderCount: 0, spentMinor: 0, lastOrder: null };
  for (const order of store.orders.values()) {
    if (order.customerId !== customerId || order.test || order.cancelledAt) continue;
    summary.orderCount += 1;
    summary.spentMinor += orderTotals(order).netPayment.shop.amountMinor;
    if (!summary.lastOrder || order.createdAt >= summary.lastOrder.createdAt) summary.lastOrder = order;
  }
  return summary;
}

/** Raises customers/purchasing_summary; nothing for orders without a customer. */
export function announceSpending(store: Store, customerId: number | null): void {
  if (customerId === null || store.isQuiet) return;
  const { orderCount, spentMinor, lastOrder } = purchasingSummary(store, customerId);
  const { currencyCode } = store.shop;
  inAction(store, ({ at }) =>
    tell(store, "customers/purchasing_summary", {
      customerId: customerGid({ id: customerId }),
      numberOfOrders: orderCount,
      amountSpent: { amount: decimalString({ amountMinor: spentMinor, currencyCode }), currencyCode },
      lastOrderId: lastOrder && `gid://shopify/Order/${lastOrder.id}`,
      occurredAt: at.toISOString(),
    }),
  );
}
