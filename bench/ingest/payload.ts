/*
 * An orders/create payload in the shape of API 2026-10, as a shop with two lines an order sends it: about 7.2 kB.
 * The numbers that must differ from order to order are stand-ins of a fixed width, so that a load generator can write
 * them into ready bytes.
 */

/** Thirteen digits, as Shopify's ids have now. */
const ID_BASE = 5_000_000_000_000;

/** What differs: where the stand-in of each is found in the payload. */
export const STAND_INS = {
  order: "6111111111111",
  customer: "6222222222222",
  line1: "6333333333331",
  line2: "6333333333332",
  /** Hexadecimal, so that it stands inside tokens too. */
  token: "aaaaaaaaaaaaa",
} as const;

export type StandIn = keyof typeof STAND_INS;

/** How many orders a customer makes in a run. */
const ORDERS_PER_CUSTOMER = 3;

/** The numbers of the `index`-th order. Every table row they lead to is unique, but customers come again. */
export function numbersOf(index: number): Record<StandIn, string> {
  return {
    order: String(ID_BASE + index),
    customer: String(2 * ID_BASE - 1 - Math.floor(index / ORDERS_PER_CUSTOMER)),
    line1: String(ID_BASE + 2 * index),
    line2: String(ID_BASE + 2 * index + 1),
    token: index.toString(16).padStart(13, "0"),
  };
}

const money = (amount: string) => ({
  shop_money: { amount, currency_code: "EUR" },
  presentment_money: { amount, currency_code: "EUR" },
});

const price = (name: string, amount: string) => ({ [name]: amount, [`${name}_set`]: money(amount) });

const ADDRESS = {
  first_name: "Marta",
  address1: "ul. Długa 17/4",
  phone: "+48 601 234 567",
  city: "Gdańsk",
  zip: "80-827",
  province: null,
  country: "Poland",
  last_name: "Wiśniewska",
  address2: "",
  company: null,
  latitude: 54.3503472,
  longitude: 18.6527689,
  name: "Marta Wiśniewska",
  country_code: "PL",
  province_code: null,
};

const taxLine = (amount: string) => ({
  channel_liable: false,
  price: amount,
  rate: 0.23,
  title: "PL VAT",
});

function line(id: string, { title, amount, tax }: { title: string; amount: string; tax: string }): object {
  return {
    id: Number(id),
    admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
    attributed_staffs: [],
    current_quantity: 1,
    fulfillable_quantity: 1,
    fulfillment_service: "manual",
    fulfillment_status: null,
    gift_card: false,
    grams: 340,
    name: `${title} - 250 g / whole beans`,
    ...price("price", amount),
    product_exists: true,
    product_id: 8_041_119_023_412,
    properties: [{ name: "Grind", value: "whole beans" }],
    quantity: 1,
    requires_shipping: true,
    sales_line_item_group_id: null,
    sku: "COF-ETH-250",
    taxable: true,
    title,
    total_discount: "0.00",
    variant_id: 44_310_228_107_572,
    variant_inventory_management: "shopify",
    variant_title: "250 g / whole beans",
    vendor: "North Roastery",
    tax_lines: [taxLine(tax)],
    duties: [],
    discount_allocations: [{ amount: "2.00", amount_set: money("2.00"), discount_application_index: 0 }],
  };
}

const totals = () => ({
  current_subtotal_price: "36.00",
  current_total_additional_fees_set: null,
  current_total_discounts: "4.00",
  current_total_duties_set: null,
  ...price("current_total_price", "40.90"),
  current_total_tax: "7.65",
  ...price("subtotal_price", "36.00"),
  ...price("total_discounts", "4.00"),
  total_line_items_price: "40.00",
  total_outstanding: "0.00",
  ...price("total_price", "40.90"),
  total_shipping_price_set: money("4.90"),
  ...price("total_tax", "7.65"),
  total_tip_received: "0.00",
  total_weight: 680,
});

/** What is the same in every order of this shop. */
const ALWAYS = {
  app_id: 580_111,
  browser_ip: "203.0.113.17",
  buyer_accepts_marketing: true,
  cancel_reason: null,
  cancelled_at: null,
  checkout_id: null,
  client_details: {
    accept_language: "pl-PL",
    browser_height: null,
    browser_ip: "203.0.113.17",
    browser_width: null,
    session_hash: null,
    user_agent: null,
  },
  closed_at: null,
  company: null,
  confirmation_number: "QX7H2M9KD",
  confirmed: true,
  currency: "EUR",
  customer_locale: "pl-PL",
  device_id: null,
  discount_codes: [{ code: "WELCOME10", amount: "4.00", type: "fixed_amount" }],
  duties_included: false,
  estimated_taxes: false,
  financial_status: "paid",
  fulfillment_status: null,
  landing_site: "/collections/coffee?utm_source=newsletter&utm_medium=email&utm_campaign=autumn",
  landing_site_ref: null,
  location_id: null,
  merchant_business_entity_id: "MTU4MDM3MjA1MDE2",
  merchant_of_record_app_id: null,
  note: null,
  note_attributes: [],
  number: 1,
  order_number: 1_001,
  original_total_additional_fees_set: null,
  original_total_duties_set: null,
  payment_gateway_names: ["shopify_payments"],
  phone: null,
  po_number: null,
  presentment_currency: "EUR",
  reference: null,
  referring_site: "https://www.instagram.com/",
  source_identifier: null,
  source_name: "web",
  source_url: null,
  tags: "",
  tax_exempt: false,
  tax_lines: [taxLine("7.65")],
  taxes_included: true,
  test: false,
  user_id: null,
  billing_address: null,
  fulfillments: [],
  payment_terms: null,
  refunds: [],
  returns: [],
  shipping_address: ADDRESS,
};

const DISCOUNT = {
  target_type: "line_item",
  type: "discount_code",
  value: "4.0",
  value_type: "fixed_amount",
  allocation_method: "across",
  target_selection: "all",
  code: "WELCOME10",
};

const SHIPPING_LINE = {
  id: 4_931_208_551_732,
  carrier_identifier: null,
  code: "InPost Paczkomat",
  discounted_price: "4.90",
  is_removed: false,
  phone: null,
  ...price("price", "4.90"),
  requested_fulfillment_service_id: null,
  source: "shopify",
  title: "InPost Paczkomat",
  tax_lines: [taxLine("0.92")],
  discount_allocations: [],
};

function customerOf(id: string, at: string): object {
  return {
    id: Number(id),
    admin_graphql_api_id: `gid://shopify/Customer/${id}`,
    created_at: at,
    updated_at: at,
    first_name: "Marta",
    last_name: "Wiśniewska",
    state: "disabled",
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    email: `buyer-${id}@example.com`,
    phone: null,
    currency: "EUR",
    tax_exemptions: [],
    default_address: { ...ADDRESS, id: 9_301_884_412_148, customer_id: Number(id), default: true },
  };
}

/** The payload with its stand-ins. @param placedAt second the order was placed. */
export function orderTemplate(placedAt: Date): string {
  const at = `${placedAt.toISOString().slice(0, 19)}+00:00`;
  const { order, customer, line1, line2, token } = STAND_INS;
  return JSON.stringify({
    id: Number(order),
    admin_graphql_api_id: `gid://shopify/Order/${order}`,
    name: `#${order}`,
    token,
    cart_token: `hWN2${token}c1a`,
    checkout_token: `${token}f0e1d2c3b4a59687786`,
    order_status_url: `https://demo-shop.myshopify.com/73113043252/orders/${token}/authenticate?key=4b5c6d7e8f90`,
    contact_email: `buyer-${customer}@example.com`,
    email: `buyer-${customer}@example.com`,
    created_at: at,
    processed_at: at,
    updated_at: at,
    ...ALWAYS,
    ...totals(),
    customer: customerOf(customer, at),
    discount_applications: [DISCOUNT],
    line_items: [
      line(line1, { title: "Ethiopia Guji", amount: "21.50", tax: "3.65" }),
      line(line2, { title: "Kolumbia Huila", amount: "18.50", tax: "3.08" }),
    ],
    shipping_lines: [SHIPPING_LINE],
  });
}
