import { currencyDecimals } from "../../commerce/money";
import type { Money, Order } from "../../state/model";
import type { Listing } from "../connection/list-field";
import type { GraphqlContext } from "../context";
import { totalsOf } from "../order-index";
import type { Filters } from "../search/filters";

const VISIBLE_DAYS = 60;

/** Without `read_all_orders` an app sees the orders of the last 60 days only. */
export function visibleOrders(context: GraphqlContext, orders: Iterable<Order>): Order[] {
  if (context.scopes.has("read_all_orders")) return [...orders];
  const sinceMs = context.store.clock.now().getTime() - VISIBLE_DAYS * 86_400_000;
  return [...orders].filter((order) => order.createdAt.getTime() >= sinceMs);
}

/** The orders the app may see, as `orders` and `Customer.orders` search and sort them. */
export function orderListing(context: GraphqlContext, orders: Iterable<Order>): Listing<Order> {
  return {
    rows: visibleOrders(context, orders),
    id: ({ id }) => id,
    filters: FILTERS,
    sortKeys: {
      CREATED_AT: (order) => order.createdAt,
      CURRENT_TOTAL_PRICE: (order) => major(totalsOf(order).currentTotal.shop),
      CUSTOMER_NAME: (order) => nameOf(context, order),
      DESTINATION: (order) => order.shippingAddress?.city ?? null,
      FINANCIAL_STATUS: (order) => order.financialStatus,
      FULFILLMENT_STATUS: (order) => order.fulfillmentStatus,
      ORDER_NUMBER: (order) => order.number,
      PROCESSED_AT: (order) => order.processedAt,
      TOTAL_ITEMS_QUANTITY: itemCount,
      TOTAL_PRICE: (order) => major(totalsOf(order).total.shop),
      UPDATED_AT: (order) => order.updatedAt,
    },
  };
}

function nameOf({ store }: GraphqlContext, order: Order): string | null {
  const customer = order.customerId === null ? null : store.customers.get(order.customerId);
  return customer ? [customer.lastName, customer.firstName].filter(Boolean).join(", ") : null;
}

function itemCount(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.quantity, 0);
}

/** The amount in units of the currency, for comparisons with what a person types. */
export function major(money: Money): number {
  return money.amountMinor / 10 ** currencyDecimals(money.currencyCode);
}

/** The words by which `status:` knows an order. */
function statusOf(order: Order): string[] {
  if (order.cancelledAt) return ["cancelled"];
  return order.closedAt ? ["closed"] : ["open", "not_closed"];
}

const FULFILLMENT_WORDS: Record<Order["fulfillmentStatus"], string[]> = {
  FULFILLED: ["fulfilled", "shipped"],
  PARTIALLY_FULFILLED: ["partial"],
  UNFULFILLED: ["unfulfilled", "unshipped"],
};

const FILTERS: Filters<Order> = {
  text: (order) => [
    `#${order.number}`,
    String(order.number),
    order.email,
    order.phone,
    order.shippingAddress?.firstName ?? null,
    order.shippingAddress?.lastName ?? null,
    ...order.lines.flatMap((line) => [line.title, line.sku]),
  ],
  fields: {
    cart_token: { kind: "word", read: (order) => [order.cartToken] },
    checkout_token: { kind: "word", read: (order) => [order.checkoutToken] },
    created_at: { kind: "time", read: (order) => [order.createdAt] },
    current_total_price: { kind: "number", read: (order) => [major(totalsOf(order).currentTotal.shop)] },
    customer_id: { kind: "number", read: (order) => [order.customerId] },
    discount_code: { kind: "word", read: (order) => [order.discountCodes[0]?.code ?? null] },
    email: { kind: "text", read: (order) => [order.email] },
    financial_status: { kind: "word", read: (order) => [order.financialStatus] },
    fulfillment_status: { kind: "word", read: (order) => FULFILLMENT_WORDS[order.fulfillmentStatus] },
    gateway: { kind: "word", read: (order) => order.transactions.map(({ gateway }) => gateway) },
    id: { kind: "number", read: (order) => [order.id] },
    name: { kind: "word", read: (order) => [`#${order.number}`, String(order.number)] },
    processed_at: { kind: "time", read: (order) => [order.processedAt] },
    return_status: { kind: "word", read: () => ["no_return"] },
    sku: { kind: "word", read: (order) => order.lines.map(({ sku }) => sku) },
    source_name: { kind: "word", read: (order) => [order.sourceName] },
    status: { kind: "word", read: statusOf },
    subtotal_line_items_quantity: { kind: "number", read: (order) => [itemCount(order)] },
    tag: { kind: "word", read: (order) => order.tags },
    tag_not: { kind: "absent", read: (order) => order.tags },
    test: { kind: "boolean", read: (order) => order.test },
    updated_at: { kind: "time", read: (order) => [order.updatedAt] },
  },
  unanswerable: [
    "channel", "channel_id", "chargeback_status", "confirmation_number", "credit_card_last4", "delivery_method",
    "fraud_protection_level", "fulfillment_location_id", "location_id", "payment_id", "payment_provider_id",
    "po_number", "reference_location_id", "risk_level", "sales_channel", "source_identifier", "total_weight",
  ], // prettier-ignore
};
