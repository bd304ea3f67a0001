import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { beforeEach, describe, expect, it } from "vitest";

import { applyDiscountCode, completeCheckout, startCheckout, updateCheckout } from "../../commerce/checkouts";
import { createDiscount, deactivateDiscount, deleteDiscount } from "../../commerce/discounts";
import { cancelOrder, fulfillOrder, refundOrder } from "../../commerce/orders";
import { approveReturn, closeReturn, declineReturn, requestReturn } from "../../commerce/returns";
import type { Address, Checkout, Order } from "../../state/model";
import type { StoreEvent } from "../../state/store";
import { linesOf, sampleStore, type SampleStore } from "../sample-store";

import { buildPayload } from "./build";

type Json = Record<string, unknown>;

const ADDRESS: Address = {
  firstName: "Bob",
  lastName: "Biller",
  address1: "151 O'Connor Street",
  address2: null,
  city: "Ottawa",
  province: "Ontario",
  provinceCode: "ON",
  zip: "K2P 2L8",
  country: "Canada",
  countryCode: "CA",
  phone: null,
};

let shop: SampleStore;
let told: Map<string, Json>;

/** The last payload of each topic, built when it was told. */
function listen(): void {
  told = new Map();
  shop.store.onEvent((event: StoreEvent) => {
    const payload = buildPayload(shop.store, event);
    told.set(event.topic, JSON.parse(JSON.stringify(payload)) as Json);
  });
}

function fillCheckout(presentmentCurrency = "USD"): Checkout {
  const { store, product } = shop;
  const checkout = startCheckout(store, { lines: linesOf(product, 2), locale: "pl", presentmentCurrency });
  updateCheckout(store, checkout, { email: "bob@biller.example", shippingAddress: ADDRESS });
  return checkout;
}

function buy(presentmentCurrency = "USD"): Order {
  const { store, customer } = shop;
  createDiscount(store, {
    code: "BACK10",
    value: { kind: "percentage", fraction: 0.1 },
    customerIds: [customer.id],
  });
  const checkout = fillCheckout(presentmentCurrency);
  applyDiscountCode(store, checkout, "BACK10");
  return completeCheckout(store, checkout);
}

beforeEach(() => {
  shop = sampleStore();
  listen();
});

describe("payloads of orders", () => {
  it("tell the amounts as decimal strings and sets, the codes, and the tokens of the checkout", () => {
    const order = buy();
    expect(told.get("orders/create")).toMatchObject({
      id: order.id,
      admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
      name: "#1001",
      order_number: 1001,
      checkout_token: order.checkoutToken,
      cart_token: order.cartToken,
      financial_status: "paid",
      fulfillment_status: null,
      total_line_items_price: "25.00",
      total_discounts: "2.50",
      subtotal_price: "22.50",
      total_tax: "1.35",
      total_price: "28.75",
      total_price_set: {
        shop_money: { amount: "28.75", currency_code: "USD" },
        presentment_money: { amount: "28.75", currency_code: "USD" },
      },
      discount_codes: [{ code: "BACK10", amount: "2.50", type: "percentage" }],
      discount_applications: [{ code: "BACK10", value: "10.0", value_type: "percentage" }],
      customer_locale: "pl",
      tags: "",
      test: false,
    });
    const { line_items } = told.get("orders/create") as { line_items: Json[] };
    expect(line_items).toMatchObject([
      {
        name: "Espresso beans - 250 g",
        price: "12.50",
        quantity: 2,
        current_quantity: 2,
        discount_allocations: [{ amount: "2.50", discount_application_index: 0 }],
      },
    ]);
  });

  it("write amounts of currencies without decimals without decimals", () => {
    buy("JPY");
    expect(told.get("orders/create")).toMatchObject({
      currency: "USD",
      presentment_currency: "JPY",
      total_line_items_price: "25.00",
      total_line_items_price_set: {
        shop_money: { amount: "25.00", currency_code: "USD" },
        presentment_money: { amount: "3750", currency_code: "JPY" },
      },
    });
  });

  it("name times in the shop's zone with its offset on that day", () => {
    buy();
    expect(told.get("orders/create")).toMatchObject({ created_at: "2026-03-01T12:00:00-05:00" });
    shop.store.clock.jumpTo(new Date("2026-03-08T07:30:00Z"));
    buy2();
    expect(told.get("orders/create")).toMatchObject({ created_at: "2026-03-08T03:30:00-04:00" });
  });

  const buy2 = () => completeCheckout(shop.store, fillCheckout());

  it("of a partly refunded order keep what was ordered and tell what is left", () => {
    const order = buy();
    const [line] = order.lines;
    refundOrder(shop.store, order, { lineQuantities: new Map([[line?.id ?? 0, 1]]), note: "Too dark" });

    expect(told.get("refunds/create")).toMatchObject({
      order_id: order.id,
      note: "Too dark",
      refund_line_items: [{ line_item_id: line?.id, quantity: 1, subtotal: 11.25, total_tax: 0.67 }],
      order_adjustments: [],
      transactions: [{ kind: "refund", status: "success", amount: "11.92", currency: "USD" }],
    });
    expect(told.get("orders/updated")).toMatchObject({
      financial_status: "partially_refunded",
      total_price: "28.75",
      current_subtotal_price: "11.25",
      refunds: [{ order_id: order.id }],
      line_items: [{ quantity: 2, current_quantity: 1 }],
    });
  });

  it("of a cancelled order tell the reason and give shipping back as an adjustment", () => {
    cancelOrder(shop.store, buy(), "CUSTOMER");
    expect(told.get("orders/cancelled")).toMatchObject({
      cancel_reason: "customer",
      cancelled_at: "2026-03-01T12:00:00-05:00",
      financial_status: "refunded",
      current_total_price: "0.00",
      refunds: [{ order_adjustments: [{ kind: "shipping_refund", amount: "-4.90" }] }],
    });
  });
});

describe("payloads of checkouts", () => {
  it("are without contact at first, then tell it, and at last when it was completed", () => {
    const { store, product, customer } = shop;
    const checkout = startCheckout(store, {
      lines: linesOf(product, 2),
      locale: "pl",
      presentmentCurrency: "USD",
    });
    expect(told.get("checkouts/create")).toMatchObject({ email: null, completed_at: null });
    expect(told.get("checkouts/create")).not.toHaveProperty("customer");

    updateCheckout(store, checkout, { email: "bob@biller.example" });
    expect(told.get("checkouts/update")).toMatchObject({
      token: checkout.token,
      cart_token: checkout.cartToken,
      email: "bob@biller.example",
      customer: { id: customer.id },
      customer_locale: "pl",
      abandoned_checkout_url: checkout.recoverUrl,
      total_price: "31.40",
      line_items: [
        { price: "12.50", compare_at_price: "15.00", line_price: "25.00", quantity: 2, sku: "ESP-250" },
      ],
    });

    completeCheckout(store, checkout);
    expect(told.get("checkouts/update")).toMatchObject({ completed_at: "2026-03-01T12:00:00-05:00" });
  });
});

/** A return of one piece that is accepted and closed, and another that is declined. */
function sendBack(order: Order): void {
  fulfillOrder(shop.store, order);
  const lineQuantities = new Map([[order.lines[0]?.id ?? 0, 1]]);
  const goods = requestReturn(shop.store, order, { lineQuantities, reason: "defective" });
  approveReturn(shop.store, goods);
  closeReturn(shop.store, goods);
  declineReturn(shop.store, requestReturn(shop.store, order, { lineQuantities }), "other");
}

describe("payloads of returns", () => {
  it("name the order and the lines when asked for, the reason when declined, and only ids at the end", () => {
    const order = buy();
    sendBack(order);
    const [accepted, declined] = shop.store.returns.values();
    expect(told.get("returns/approve")).toMatchObject({
      admin_graphql_api_id: `gid://shopify/Return/${accepted?.id}`,
      status: "open",
      order: { id: order.id },
      name: "#1001-R1",
      return_line_items: [
        {
          quantity: 1,
          return_reason: "defective",
          fulfillment_line_item: { line_item: { id: order.lines[0]?.id } },
        },
      ],
    });
    expect(told.get("returns/close")).toEqual({
      id: accepted?.id,
      admin_graphql_api_id: `gid://shopify/Return/${accepted?.id}`,
      order_id: order.id,
      status: "closed",
    });
    expect(told.get("returns/decline")).toMatchObject({
      id: declined?.id,
      status: "declined",
      decline: { reason: "other" },
    });
    expect(told.get("returns/decline")).not.toHaveProperty("order");
  });
});

describe("payloads of payments and carts", () => {
  it("of a payment tell it in the buyer's currency, a refund with the sale before it", () => {
    const order = buy("JPY");
    expect(told.get("order_transactions/create")).toMatchObject({
      order_id: order.id,
      kind: "sale",
      status: "success",
      currency: "JPY",
      parent_id: null,
      total_unsettled_set: { shop_money: { amount: "0.00", currency: "USD" } },
    });
    refundOrder(shop.store, order);
    expect(told.get("order_transactions/create")).toMatchObject({
      kind: "refund",
      parent_id: order.transactions[0]?.id,
    });
  });

  it("of a cart tell its lines and nobody's name", () => {
    const order = buy();
    const cart = told.get("carts/create");
    expect(cart).toMatchObject({
      id: order.cartToken,
      token: order.cartToken,
      line_items: [{ title: "Espresso beans - 250 g", quantity: 2, price: "12.50", line_price: "25.00" }],
      note: null,
      created_at: "2026-03-01T17:00:00.000Z",
    });
    expect(JSON.stringify(cart)).not.toContain("bob");
  });
});

describe("what left the payloads of 2026", () => {
  it("is gone: customers' tags, consent and totals, the checkout's id, the order's checkout id", () => {
    buy();
    const withoutFacts = [
      "tags",
      "email_marketing_consent",
      "sms_marketing_consent",
      "orders_count",
      "total_spent",
      "last_order_id",
      "last_order_name",
    ];
    const checkout = told.get("checkouts/update");
    const order = told.get("orders/create");
    shop.store.emit({
      topic: "customers/update",
      subject: shop.customer,
      occurredAt: new Date(),
      eventId: "e",
    });
    for (const customer of [told.get("customers/update"), checkout?.["customer"], order?.["customer"]]) {
      expect(customer).toMatchObject({ id: shop.customer.id });
      for (const key of withoutFacts) expect(customer).not.toHaveProperty(key);
    }
    expect(checkout).not.toHaveProperty("id");
    expect(order).not.toHaveProperty("checkout_id");
  });

  it("is told by topics that carry their body ready", () => {
    buy();
    expect(told.get("customers/purchasing_summary")).toMatchObject({
      customerId: `gid://shopify/Customer/${shop.customer.id}`,
      numberOfOrders: 1,
      amountSpent: { amount: "28.75", currencyCode: "USD" },
    });
  });
});

const captures = fileURLToPath(
  new URL("../../../../shared/shopify/captures/webhook-payloads-2026-04.json", import.meta.url),
);

describe.skipIf(!existsSync(captures))("beside Shopify's documented examples", () => {
  type Documented = { topics: Record<string, { response: Json }> };
  const documented = existsSync(captures)
    ? (JSON.parse(readFileSync(captures, "utf8")) as Documented).topics
    : {};

  function deactivateAndDelete(discount: Parameters<typeof deleteDiscount>[1]): void {
    deactivateDiscount(shop.store, discount);
    deleteDiscount(shop.store, discount);
  }

  /** Keys that only shops with other features than the stand-in's have. */
  const LEFT_OUT: Record<string, string[]> = {
    "orders/create": [
      "landing_site_ref",
      "merchant_business_entity_id",
      "merchant_of_record_app_id",
      "original_total_additional_fees_set",
      "original_total_duties_set",
      "reference",
      "total_cash_rounding_payment_adjustment_set",
      "total_cash_rounding_refund_adjustment_set",
    ],
  };

  it.each([
    "orders/create",
    "checkouts/update",
    "refunds/create",
    "customers/update",
    "products/update",
    "discounts/create",
    "customers/purchasing_summary",
    "order_transactions/create",
    "returns/request",
    "returns/approve",
    "returns/close",
    "carts/create",
    "discounts/update",
    "discounts/delete",
    "discounts/redeemcode_added",
    "discounts/redeemcode_removed",
  ])("%s has all of their keys", (topic) => {
    const order = buy();
    sendBack(order);
    refundOrder(shop.store, order);
    const [discount] = shop.store.discounts.values();
    if (discount) deactivateAndDelete(discount);
    shop.customer.addresses = [ADDRESS];
    shop.store.emit({
      topic: "customers/update",
      subject: shop.customer,
      occurredAt: new Date(),
      eventId: "e",
    });
    const expected = Object.keys(documented[topic]?.response ?? {});
    const missing = expected.filter((key) => !(key in (told.get(topic) ?? {})));
    expect(missing.filter((key) => !LEFT_OUT[topic]?.includes(key))).toEqual([]);
  });

  it.each([
    ["orders/create", "line_items"],
    ["checkouts/update", "line_items"],
    ["refunds/create", "refund_line_items"],
    ["refunds/create", "transactions"],
    ["products/update", "variants"],
    ["carts/create", "line_items"],
  ])("an entry of %s.%s has all of their keys", (topic, list) => {
    refundOrder(shop.store, buy());
    const [theirs] = (documented[topic]?.response[list] ?? []) as Json[];
    const [ours] = (told.get(topic)?.[list] ?? []) as Json[];
    const known = ["unit_price_measurement", "total_unsettled_set", "amount_rounding"];
    expect(Object.keys(theirs ?? {}).filter((key) => !(key in (ours ?? {})) && !known.includes(key))).toEqual(
      [],
    );
  });
});
