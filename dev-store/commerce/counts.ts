import type { DiscountCode, Order } from "../state/model";
import type { Store } from "../state/store";

/**
 * What the shop itself counts, straight from its records and apart from every other sum in this folder, so that
 * the app's figures have something to be held against. A valid order is paid, partially paid or partially refunded,
 * not a test, not cancelled, with payments above refunds.
 */
export type StoreCounts = {
  currencyCode: string;
  /** All orders, whatever became of them. */
  ordersTotal: number;
  customersTotal: number;
  validOrders: number;
  /** Customers with at least one valid order in the window. */
  buyers: number;
  /** Of these, those with at least two valid orders in all history. */
  repeatBuyers: number;
  /** Received − refunded over valid orders. */
  netRevenueMinor: number;
  /** Goods kept by buyers of valid orders, after discounts, without tax and shipping. */
  goodsRevenueMinor: number;
  /** Net revenue ÷ valid orders, rounded half up; 0 without orders. */
  averageOrderMinor: number;
  /** Codes of an app in the window, and how many of them a non-cancelled order used. */
  appCodesCreated: number;
  appCodesRedeemed: number;
  /** Codes of anybody that a non-cancelled order of the window used. */
  codesRedeemed: number;
  /** Gift cards and credits of the window, and what they are worth in the shop's currency. */
  giftCards: number;
  storeCredits: number;
  rewardsMinor: number;
  checkoutsStarted: number;
  /** With an e-mail or phone and not completed. */
  checkoutsLeft: number;
};

/** Counts the shop; with `since`, only orders, codes and checkouts created then or later (customers always all). */
export function countStore(store: Store, window: { since?: Date } = {}): StoreCounts {
  const inWindow = (record: { createdAt: Date }) => !window.since || record.createdAt >= window.since;
  const orders = [...store.orders.values()];
  const valid = orders.filter(isValidOrder);
  const counted = valid.filter(inWindow);
  const buyerOf = buyersByOrder(store);
  const ordersByCustomer = tally(valid, buyerOf);
  const buyers = [...tally(counted, buyerOf).keys()];
  const netRevenueMinor = sum(counted.map(netPaymentMinor));
  const checkouts = [...store.checkouts.values()].filter(inWindow);
  const appCodes = codesOfApp(store).filter(inWindow);
  const usedEver = usedCodes(orders);
  return {
    currencyCode: store.shop.currencyCode,
    ordersTotal: orders.filter(inWindow).length,
    customersTotal: store.customers.size,
    validOrders: counted.length,
    buyers: buyers.length,
    repeatBuyers: buyers.filter((id) => (ordersByCustomer.get(id) ?? 0) >= 2).length,
    netRevenueMinor,
    goodsRevenueMinor: sum(counted.map(goodsMinor)),
    averageOrderMinor: counted.length === 0 ? 0 : Math.round(netRevenueMinor / counted.length),
    appCodesCreated: appCodes.length,
    appCodesRedeemed: appCodes.filter(({ code }) => usedEver.has(code)).length,
    codesRedeemed: usedCodes(orders.filter(inWindow)).size,
    ...countRewards(store, inWindow),
    checkoutsStarted: checkouts.length,
    checkoutsLeft: checkouts.filter(({ email, phone, completedAt }) => (email ?? phone) && !completedAt)
      .length,
  };
}

function countRewards(store: Store, inWindow: (record: { createdAt: Date }) => boolean) {
  const cards = [...store.giftCards.values()].filter(inWindow);
  const credits = [...store.storeCreditAccounts.values()]
    .flatMap((account) => account.credits)
    .filter(inWindow);
  const amounts = [...cards.map(({ initialValue }) => initialValue), ...credits.map(({ amount }) => amount)];
  const ofShop = amounts.filter(({ currencyCode }) => currencyCode === store.shop.currencyCode);
  return {
    giftCards: cards.length,
    storeCredits: credits.length,
    rewardsMinor: sum(ofShop.map(({ amountMinor }) => amountMinor)),
  };
}

/** Customers that carry the tag, whatever its case. */
export function countTagged(store: Store, tag: string): number {
  const wanted = tag.toLowerCase();
  return [...store.customers.values()].filter(({ tags }) => tags.some((one) => one.toLowerCase() === wanted))
    .length;
}

/** Orders that grew from one of the checkouts, by token; cancelled and test orders are left out. */
export function ordersOfCheckouts(store: Store, checkoutTokens: ReadonlySet<string>): Order[] {
  return [...store.orders.values()].filter(
    ({ checkoutToken, cancelledAt, test }) =>
      checkoutToken !== null && checkoutTokens.has(checkoutToken) && !cancelledAt && !test,
  );
}

/** Codes that an app made. */
export function codesOfApp(store: Store): DiscountCode[] {
  return [...store.discounts.values()].filter(({ createdByApp }) => createdByApp !== null);
}

/** Paid at least in part, not test, not cancelled, with more received than refunded. */
export function isValidOrder(order: Order): boolean {
  const paid = ["PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED"].includes(order.financialStatus);
  return paid && !order.test && !order.cancelledAt && netPaymentMinor(order) > 0;
}

/** Received − refunded in the shop's currency, from the order's transactions. */
export function netPaymentMinor(order: Order): number {
  let net = 0;
  for (const { kind, status, amount } of order.transactions) {
    if (status !== "SUCCESS") continue;
    if (kind === "SALE" || kind === "CAPTURE") net += amount.shop.amountMinor;
    if (kind === "REFUND") net -= amount.shop.amountMinor;
  }
  return net;
}

function goodsMinor(order: Order): number {
  let goods = 0;
  for (const line of order.lines) {
    goods += line.unitPrice.shop.amountMinor * line.quantity - line.discount.shop.amountMinor;
    if (order.taxesIncluded) goods -= line.tax.shop.amountMinor;
  }
  for (const { subtotal, tax } of order.refunds.flatMap((refund) => refund.lines)) {
    goods -= subtotal.shop.amountMinor;
    if (order.taxesIncluded) goods += tax.shop.amountMinor;
  }
  return goods;
}

/** Whose an order is; one that names nobody is of whoever has its address now. */
function buyersByOrder(store: Store): (order: Order) => number | null {
  const byEmail = new Map([...store.customers.values()].map(({ id, email }) => [email?.toLowerCase(), id]));
  return ({ customerId, email }) =>
    customerId ?? (email === null ? null : (byEmail.get(email.toLowerCase()) ?? null));
}

function tally(orders: Order[], buyerOf: (order: Order) => number | null): Map<number, number> {
  const counts = new Map<number, number>();
  for (const order of orders) {
    const customerId = buyerOf(order);
    if (customerId !== null) counts.set(customerId, (counts.get(customerId) ?? 0) + 1);
  }
  return counts;
}

function usedCodes(orders: Order[]): Set<string> {
  const kept = orders.filter(({ cancelledAt }) => !cancelledAt);
  return new Set(kept.flatMap(({ discountCodes }) => discountCodes.map(({ code }) => code)));
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
