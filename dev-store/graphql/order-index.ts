import { orderTotals, type OrderTotals } from "../commerce/order-totals";
import type { Order } from "../state/model";
import type { Store } from "../state/store";

type Index = { orderCount: number; byCustomer: Map<number, Order[]> };

const indexes = new WeakMap<Store, Index>();

/** The customer's orders as they were placed; the index is made anew when the number of orders has changed. */
export function ordersOfCustomer(store: Store, customerId: number): readonly Order[] {
  let index = indexes.get(store);
  if (!index || index.orderCount !== store.orders.size) {
    index = { orderCount: store.orders.size, byCustomer: groupByCustomer(store) };
    indexes.set(store, index);
  }
  return index.byCustomer.get(customerId) ?? [];
}

function groupByCustomer(store: Store): Map<number, Order[]> {
  const groups = new Map<number, Order[]>();
  for (const order of store.orders.values()) {
    if (order.customerId === null) continue;
    const group = groups.get(order.customerId);
    if (group) group.push(order);
    else groups.set(order.customerId, [order]);
  }
  return groups;
}

/** Orders that count for numberOfOrders and amountSpent: no tests, none cancelled. */
export function countedOrders(store: Store, customerId: number): Order[] {
  return ordersOfCustomer(store, customerId).filter((order) => !order.test && !order.cancelledAt);
}

/** What the customer paid and was not given back, in minor units of the shop's currency. */
export function spentMinor(store: Store, customerId: number): number {
  return countedOrders(store, customerId).reduce(
    (sum, order) => sum + totalsOf(order).netPayment.shop.amountMinor,
    0,
  );
}

type Figures = { version: string; totals: OrderTotals };

const figures = new WeakMap<Order, Figures>();

/** `orderTotals`, reckoned once for each state of the order. */
export function totalsOf(order: Order): OrderTotals {
  const version = [
    order.updatedAt.getTime(),
    order.refunds.length,
    order.transactions.length,
    order.cancelledAt?.getTime(),
  ].join();
  const known = figures.get(order);
  if (known?.version === version) return known.totals;
  const totals = orderTotals(order);
  figures.set(order, { version, totals });
  return totals;
}
