import type { Address, CheckoutLine, DiscountCode, MoneyBag, Order, Transaction } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";
import { announceSpending } from "./purchasing-summary";
import { tellTransactions } from "./transactions";
import { type Priced, type PricedDiscount, type PricedLine, priceCart, totalsOf } from "./pricing";

/** Ways to pay later: the order starts as PENDING. */
const DEFERRED_GATEWAYS = new Set(["bank_deposit", "cash_on_delivery", "manual"]);

export type NewOrder = {
  lines: readonly CheckoutLine[];
  customerId?: number | null;
  email?: string | null;
  phone?: string | null;
  locale?: string;
  presentmentCurrency?: string;
  /** `web`, `pos`, `shopify_draft_order` … */
  sourceName?: string;
  cartToken?: string | null;
  checkoutToken?: string | null;
  shippingAddress?: Address | null;
  /** Codes that were found to apply. */
  discounts?: readonly DiscountCode[];
  gateway?: string;
  test?: boolean;
  tags?: string[];
  note?: string | null;
};

/** An order that did not come from a checkout (counter, draft): records it and raises its events. */
export function placeOrder(store: Store, input: NewOrder): Order {
  return inAction(store, () => {
    const order = recordOrder(store, input);
    announceOrder(store, order);
    return order;
  });
}

/** Writes the order, takes the goods from stock and counts the codes' use; raises nothing. */
export function recordOrder(store: Store, input: NewOrder): Order {
  return inAction(store, ({ at }) => {
    const priced = priceCart(store, {
      lines: input.lines,
      discounts: input.discounts ?? [],
      presentmentCurrency: input.presentmentCurrency ?? store.shop.currencyCode,
      withoutShipping: input.sourceName === "pos",
    });
    const { total } = totalsOf(priced.lines, priced.shipping, store.shop.taxesIncluded);
    const order = draftOf(store, input, priced);
    payAtOnce(store, order, { total, gateway: input.gateway ?? (input.test ? "bogus" : "shopify_payments") });
    store.orders.set(order.id, order);
    for (const line of priced.lines) {
      line.variant.inventoryQuantity -= line.line.quantity;
      touch(line.product, at);
    }
    for (const { discount } of priced.discounts) {
      discount.usageCount += 1;
      touch(discount, at);
    }
    return order;
  });
}

/** Raises order_transactions/create, orders/create, orders/paid when paid, products/update of what was ordered, and the customer's new spending. */
export function announceOrder(store: Store, order: Order): void {
  tellTransactions(store, order, new Map());
  tell(store, "orders/create", order);
  if (order.financialStatus === "PAID") tell(store, "orders/paid", order);
  for (const productId of new Set(order.lines.map((line) => line.productId))) {
    const product = productId === null ? undefined : store.products.get(productId);
    if (product) tell(store, "products/update", product);
  }
  announceSpending(store, order.customerId);
}

function draftOf(store: Store, input: NewOrder, priced: Priced): Order {
  const { lines: _lines, discounts: _discounts, gateway: _gateway, ...given } = input;
  return inAction(store, ({ at }) => ({
    email: null,
    phone: null,
    customerId: null,
    test: false,
    sourceName: "web",
    cartToken: null,
    checkoutToken: null,
    locale: "en",
    presentmentCurrency: store.shop.currencyCode,
    shippingAddress: null,
    tags: [],
    note: null,
    ...given,
    id: store.nextId(),
    number: store.nextOrderNumber++,
    taxesIncluded: store.shop.taxesIncluded,
    financialStatus: "PENDING",
    fulfillmentStatus: input.sourceName === "pos" ? "FULFILLED" : "UNFULFILLED",
    lines: priced.lines.map((line) => orderLine(store, line)),
    shipping: priced.shipping,
    discountCodes: priced.discounts.map(orderDiscount),
    refunds: [],
    transactions: [],
    cancelReason: null,
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    closedAt: null,
    cancelledAt: null,
  }));
}

function orderLine(store: Store, { line, product, variant, ...price }: PricedLine): Order["lines"][number] {
  return {
    id: store.nextId(),
    productId: product.id,
    variantId: variant.id,
    title: product.title,
    variantTitle: variant.title === "Default Title" ? null : variant.title,
    sku: variant.sku,
    vendor: product.vendor,
    quantity: line.quantity,
    currentQuantity: line.quantity,
    unitPrice: price.unitPrice,
    discount: price.discount,
    tax: price.tax,
    isGiftCard: product.isGiftCard,
  };
}

const ORDER_TYPES = {
  percentage: "percentage",
  amount: "fixed_amount",
  "free-shipping": "shipping",
} as const;

function orderDiscount({ discount, amount }: PricedDiscount): Order["discountCodes"][number] {
  return { code: discount.code, amount, type: ORDER_TYPES[discount.value.kind] };
}

function payAtOnce(store: Store, order: Order, payment: { total: MoneyBag; gateway: string }): void {
  const deferred = DEFERRED_GATEWAYS.has(payment.gateway);
  if (payment.total.shop.amountMinor > 0) {
    const transaction: Transaction = {
      id: store.nextId(),
      kind: "SALE",
      status: deferred ? "PENDING" : "SUCCESS",
      gateway: payment.gateway,
      amount: payment.total,
      processedAt: order.processedAt,
      parentId: null,
    };
    order.transactions.push(transaction);
  }
  order.financialStatus = deferred && payment.total.shop.amountMinor > 0 ? "PENDING" : "PAID";
}
