import { inTransaction, type RootDb } from "~/platform/db.server";
import type { ProjectionOutcome } from "~/pipeline/projections/outcome";
import { projectDeliveries } from "~/pipeline/projections/registry.server";

import { SHOP_ID, ZONE } from "./factories";

export type Payload = Record<string, unknown>;

/** What Shopify would deliver: a topic, its body and when it happened. */
export type Webhook = { topic: string; body: Payload | string; at: string };

export const SHOP = {
  id: SHOP_ID,
  domain: "demo-shop.myshopify.com",
  currencyCode: "EUR",
  ianaTimezone: ZONE,
};

export function money(amount: string, presentment = amount, currency = "EUR"): Payload {
  return {
    shop_money: { amount, currency_code: "EUR" },
    presentment_money: { amount: presentment, currency_code: currency },
  };
}

/** orders/* of API 2026-10: one line of 40.00, 10.00 shipping, tax inside. */
export function orderPayload(over: Payload = {}): Payload {
  const total = String(over["total_price"] ?? "50.00");
  return {
    id: 7001,
    admin_graphql_api_id: `gid://shopify/Order/${String(over["id"] ?? 7001)}`,
    name: "#1001",
    created_at: "2026-03-01T12:00:00+01:00",
    processed_at: "2026-03-01T12:00:00+01:00",
    updated_at: "2026-03-01T12:00:00+01:00",
    cancelled_at: null,
    cancel_reason: null,
    test: false,
    source_name: "web",
    cart_token: "cart-1",
    checkout_token: "checkout-1",
    email: "ada@example.com",
    financial_status: "paid",
    fulfillment_status: null,
    currency: "EUR",
    presentment_currency: "EUR",
    taxes_included: true,
    total_price: total,
    total_price_set: money(total),
    subtotal_price: "40.00",
    total_discounts: "0.00",
    total_tax: "9.35",
    total_shipping_price_set: money("10.00"),
    current_total_price: total,
    total_outstanding: "0.00",
    discount_codes: [],
    tags: "",
    refunds: [],
    line_items: [
      {
        id: Number(over["id"] ?? 7001) * 10,
        product_id: 501,
        variant_id: 601,
        title: "Morning blend",
        variant_title: "250 g",
        quantity: 2,
        current_quantity: 2,
        price: "20.00",
        price_set: money("20.00"),
        discount_allocations: [],
        gift_card: false,
      },
    ],
    customer: { id: 9001, email: "ada@example.com", first_name: "Ada", last_name: "Lovelace" },
    ...over,
  };
}

/** refunds/create of 20.00: one piece of the line. */
export function refundPayload(over: Payload = {}): Payload {
  return {
    id: 8001,
    order_id: 7001,
    admin_graphql_api_id: `gid://shopify/Refund/${String(over["id"] ?? 8001)}`,
    created_at: "2026-03-05T09:00:00+01:00",
    processed_at: "2026-03-05T09:00:00+01:00",
    refund_line_items: [{ id: 1, quantity: 1, subtotal_set: money("20.00"), total_tax_set: money("0.00") }],
    order_adjustments: [],
    transactions: [{ id: 2, kind: "refund", status: "success", amount: "20.00", currency: "EUR" }],
    ...over,
  };
}

/** customers/* of API 2026-10: no tags, no consent, no counts. */
export function customerPayload(over: Payload = {}): Payload {
  return {
    id: 9001,
    admin_graphql_api_id: `gid://shopify/Customer/${String(over["id"] ?? 9001)}`,
    email: "ada@example.com",
    phone: null,
    first_name: "Ada",
    last_name: "Lovelace",
    state: "enabled",
    note: null,
    verified_email: true,
    tax_exempt: false,
    created_at: "2026-02-01T10:00:00+01:00",
    updated_at: "2026-02-01T10:00:00+01:00",
    default_address: { country_code: "PL", city: "Łódź" },
    ...over,
  };
}

/** checkouts/* of API 2026-10: no id. */
export function checkoutPayload(over: Payload = {}): Payload {
  return {
    token: "checkout-1",
    name: "#3001",
    cart_token: "cart-1",
    email: "ada@example.com",
    phone: null,
    created_at: "2026-03-01T11:00:00+01:00",
    updated_at: "2026-03-01T11:00:00+01:00",
    completed_at: null,
    currency: "EUR",
    presentment_currency: "EUR",
    subtotal_price: "40.00",
    total_price: "50.00",
    abandoned_checkout_url: "https://demo-shop.myshopify.com/1/checkouts/ac/cart-1/recover?key=k1",
    customer_locale: "pl",
    buyer_accepts_marketing: true,
    source_name: "web",
    discount_codes: [],
    line_items: [
      {
        product_id: 501,
        variant_id: 601,
        title: "Morning blend",
        variant_title: "250 g",
        sku: "MB-250",
        quantity: 2,
        price: "20.00",
      },
    ],
    ...over,
  };
}

/** products/*: one variant of which three are left. */
export function productPayload(over: Payload = {}): Payload {
  return {
    id: 501,
    admin_graphql_api_id: `gid://shopify/Product/${String(over["id"] ?? 501)}`,
    title: "Morning blend",
    handle: "morning-blend",
    status: "active",
    vendor: "Roastery",
    product_type: "Coffee",
    image: { src: "https://cdn.example/morning.png" },
    updated_at: "2026-01-01T10:00:00+01:00",
    variants: [
      {
        id: 601,
        title: "250 g",
        sku: "MB-250",
        price: "20.00",
        inventory_quantity: 3,
        inventory_policy: "deny",
      },
    ],
    ...over,
  };
}

/** Projects webhooks in one batch, as the inbox does. */
export function deliver(db: RootDb, webhooks: readonly Webhook[]): Promise<ProjectionOutcome[]> {
  const deliveries = webhooks.map(({ topic, body, at }, index) => ({
    deliveryId: `d${index}`,
    topic,
    body: typeof body === "string" ? body : JSON.stringify(body),
    triggeredAt: new Date(at),
  }));
  const now = new Date("2026-11-22T12:00:00Z");
  return inTransaction(db, (tx) => projectDeliveries(tx, { shop: SHOP, deliveries, now }));
}
