import type {
  Cart,
  Checkout,
  Customer,
  DiscountCode,
  Order,
  Product,
  Refund,
  Return,
  Shop,
  Transaction,
} from "../../state/model";
import type { Store, StoreEvent } from "../../state/store";

import { cartPayload } from "./carts";
import { checkoutPayload } from "./checkouts";
import { customerPayload } from "./customers";
import { discountPayload } from "./discounts";
import { orderPayload } from "./orders";
import { productPayload } from "./products";
import { refundPayload } from "./refunds";
import { declinedReturn, endedReturn, wholeReturn } from "./returns";
import { shopPayload } from "./shop";
import { transactionPayload } from "./transactions";

type Builder = (store: Store, subject: unknown) => unknown;

// A topic fixes the type of its subject; events carry it as unknown because ready bodies have none.
const order: Builder = (store, subject) => orderPayload(store, subject as Order);
const customer: Builder = (store, subject) => customerPayload(store, subject as Customer);
const checkout: Builder = (store, subject) => checkoutPayload(store, subject as Checkout);
const product: Builder = (store, subject) => productPayload(store, subject as Product);
const discount: Builder = (store, subject) => discountPayload(store, subject as DiscountCode);
const shop: Builder = (store, subject) => shopPayload(store, subject as Shop);

const refund: Builder = (store, subject) => {
  const refunded = subject as { order: Order; refund: Refund };
  return refundPayload(store, refunded.order, refunded.refund);
};

const transaction: Builder = (store, subject) => {
  const made = subject as { order: Order; transaction: Transaction };
  return transactionPayload(store, made.order, made.transaction);
};
const cart: Builder = (store, subject) => cartPayload(store, subject as Cart);
const wholeReturned: Builder = (_store, subject) => wholeReturn(subject as Return);
const endedReturned: Builder = (_store, subject) => endedReturn(subject as Return);

const BUILDERS: Record<string, Builder> = {
  "app/uninstalled": shop,
  "carts/create": cart,
  "carts/update": cart,
  "checkouts/create": checkout,
  "checkouts/update": checkout,
  "customers/create": customer,
  "customers/disable": customer,
  "customers/enable": customer,
  "customers/update": customer,
  "discounts/create": discount,
  "discounts/update": discount,
  "order_transactions/create": transaction,
  "orders/cancelled": order,
  "orders/create": order,
  "orders/fulfilled": order,
  "orders/paid": order,
  "orders/partially_fulfilled": order,
  "orders/updated": order,
  "products/create": product,
  "products/update": product,
  "refunds/create": refund,
  "returns/approve": wholeReturned,
  "returns/cancel": endedReturned,
  "returns/close": endedReturned,
  "returns/decline": (_store, subject) => declinedReturn(subject as Return),
  "returns/reopen": endedReturned,
  "returns/request": wholeReturned,
  "shop/update": shop,
};

/** The body of a webhook, of the record as it is at this moment; topics without a builder carry a ready body. */
export function buildPayload(store: Store, event: Pick<StoreEvent, "topic" | "subject">): unknown {
  const builder = BUILDERS[event.topic];
  return builder ? builder(store, event.subject) : event.subject;
}
