import { decimalString } from "../../commerce/money";
import { orderTotals } from "../../commerce/order-totals";
import type { MoneyBag, Order } from "../../state/model";
import type { Store } from "../../state/store";

import { orderAddress } from "./addresses";
import { embeddedCustomer } from "./customers";
import { orderLineItem, taxLines } from "./line-items";
import { refundPayload } from "./refunds";
import { type Body, gid, localTime, localTimeOrNull, moneySet, priced } from "./wire";

const FULFILLMENT_STATUS = {
  FULFILLED: "fulfilled",
  PARTIALLY_FULFILLED: "partial",
  UNFULFILLED: null,
} as const;

function lineItemsPrice(order: Order): MoneyBag {
  const sum = (side: keyof MoneyBag): number =>
    order.lines.reduce((total, line) => total + line.unitPrice[side].amountMinor * line.quantity, 0);
  return {
    shop: { ...order.shipping.shop, amountMinor: sum("shop") },
    presentment: { ...order.shipping.presentment, amountMinor: sum("presentment") },
  };
}

function amounts(store: Store, order: Order): Body {
  const totals = orderTotals(order);
  return {
    ...priced("current_subtotal_price", totals.currentSubtotal),
    ...priced("current_total_discounts", totals.currentDiscount),
    ...priced("current_total_price", totals.currentTotal),
    ...priced("current_total_tax", totals.currentTax),
    current_shipping_price_set: moneySet(totals.currentShipping),
    current_total_additional_fees_set: null,
    current_total_duties_set: null,
    ...priced("subtotal_price", totals.subtotal),
    ...priced("total_discounts", totals.discount),
    ...priced("total_line_items_price", lineItemsPrice(order)),
    total_outstanding: decimalString(totals.outstanding.shop),
    ...priced("total_price", totals.total),
    total_shipping_price_set: moneySet(order.shipping),
    ...priced("total_tax", totals.tax),
    tax_lines: taxLines(store, totals.tax),
    total_tip_received: "0.00",
    total_weight: 0,
  };
}

function discountApplication(store: Store, used: Order["discountCodes"][number]): Body {
  const value = store.findDiscountByCode(used.code)?.value;
  return {
    target_type: used.type === "shipping" ? "shipping_line" : "line_item",
    type: "discount_code",
    value: value?.kind === "percentage" ? (value.fraction * 100).toFixed(1) : decimalString(used.amount.shop),
    value_type: value?.kind === "percentage" ? "percentage" : "fixed_amount",
    allocation_method: "across",
    target_selection: "all",
    code: used.code,
  };
}

function discounts(store: Store, order: Order): Body {
  return {
    discount_codes: order.discountCodes.map(({ code, amount, type }) => ({
      code,
      amount: decimalString(amount.shop),
      type,
    })),
    discount_applications: order.discountCodes.map((used) => discountApplication(store, used)),
  };
}

function dates(order: Order, zone: string): Body {
  return {
    created_at: localTime(order.createdAt, zone),
    processed_at: localTime(order.processedAt, zone),
    updated_at: localTime(order.updatedAt, zone),
    cancelled_at: localTimeOrNull(order.cancelledAt, zone),
    closed_at: localTimeOrNull(order.closedAt, zone),
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
  };
}

function shippingLine(order: Order): Body {
  const { currentShipping } = orderTotals(order);
  return {
    id: order.id * 10 + 1,
    carrier_identifier: null,
    code: "Standard",
    current_discounted_price_set: moneySet(currentShipping),
    ...priced("discounted_price", order.shipping),
    is_removed: false,
    phone: null,
    ...priced("price", order.shipping),
    requested_fulfillment_service_id: null,
    source: "shopify",
    title: "Standard",
    tax_lines: [],
    discount_allocations: [],
  };
}

function identity(store: Store, order: Order): Body {
  const { shop } = store;
  return {
    id: order.id,
    admin_graphql_api_id: gid("Order", order.id),
    app_id: null,
    browser_ip: null,
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    client_details: null,
    confirmation_number: null,
    confirmed: true,
    contact_email: order.email,
    currency: shop.currencyCode,
    customer_locale: order.locale,
    device_id: null,
    duties_included: false,
    email: order.email,
    estimated_taxes: false,
    financial_status: order.financialStatus.toLowerCase(),
    fulfillment_status: FULFILLMENT_STATUS[order.fulfillmentStatus],
    landing_site: null,
    location_id: null,
    name: `#${order.number}`,
    note: order.note,
    note_attributes: [],
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${order.id.toString(16)}/authenticate`,
    payment_gateway_names: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    phone: order.phone,
    po_number: null,
    presentment_currency: order.presentmentCurrency,
    referring_site: null,
    source_identifier: null,
    source_name: order.sourceName,
    source_url: null,
    tags: [...order.tags].sort().join(", "),
    tax_exempt: false,
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: order.id.toString(16),
    user_id: null,
  };
}

/** orders/create, updated, paid, cancelled, fulfilled: the order as it is now; without `checkout_id` since 2026-04. */
export function orderPayload(store: Store, order: Order): Body {
  const customer = order.customerId === null ? undefined : store.customers.get(order.customerId);
  return {
    ...identity(store, order),
    ...dates(order, store.shop.ianaTimezone),
    ...amounts(store, order),
    ...discounts(store, order),
    buyer_accepts_marketing: customer?.emailConsent.state === "SUBSCRIBED",
    billing_address: orderAddress(order.shippingAddress),
    customer: customer ? embeddedCustomer(store, customer) : null,
    fulfillments: [],
    line_items: order.lines.map((line) => orderLineItem(store, order, line)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(store, order, refund)),
    shipping_address: orderAddress(order.shippingAddress),
    shipping_lines: order.sourceName === "pos" ? [] : [shippingLine(order)],
    returns: [],
    line_item_groups: [],
  };
}
