import { decimalString } from "../../commerce/money";
import { lineTotals, priceCheckout, type PricedLine } from "../../commerce/pricing";
import type { Checkout, MoneyBag } from "../../state/model";
import type { Store } from "../../state/store";

import { orderAddress } from "./addresses";
import { embeddedCustomer } from "./customers";
import { type Body, localTime, localTimeOrNull } from "./wire";

// Nobody has established whether a checkout's amounts are those of the shop or of the buyer when the two differ;
// they are the shop's here, as the key `currency` beside them says.
const amount = (bag: MoneyBag): string => decimalString(bag.shop);

function taxLines(store: Store, tax: MoneyBag): Body[] {
  if (tax.shop.amountMinor === 0) return [];
  return [{ price: amount(tax), rate: store.shop.taxRate, title: "Tax", channel_liable: false }];
}

function lineItem(store: Store, priced: PricedLine): Body {
  const { line, product, variant } = priced;
  const variantTitle = variant.title === "Default Title" ? null : variant.title;
  return {
    applied_discounts: [],
    discount_allocations:
      priced.discount.shop.amountMinor === 0
        ? []
        : [{ amount: amount(priced.discount), discount_application_index: 0 }],
    key: line.key,
    destination_location_id: null,
    fulfillment_service: "manual",
    gift_card: product.isGiftCard,
    grams: 0,
    origin_location_id: null,
    presentment_title: product.title,
    presentment_variant_title: variantTitle,
    product_id: line.productId,
    properties: null,
    quantity: line.quantity,
    requires_shipping: !product.isGiftCard,
    sku: variant.sku,
    tax_lines: taxLines(store, priced.tax),
    taxable: !product.isGiftCard,
    title: product.title,
    variant_id: line.variantId,
    variant_title: variantTitle,
    variant_price: amount(priced.unitPrice),
    vendor: product.vendor,
    user_id: null,
    rank: null,
    compare_at_price: variant.compareAtPrice ? decimalString(variant.compareAtPrice) : null,
    line_price: amount(priced.gross),
    price: amount(priced.unitPrice),
  };
}

function discountCodes(store: Store, checkout: Checkout, discount: MoneyBag): Body[] {
  return checkout.discountCodes.map((code) => {
    const known = store.findDiscountByCode(code);
    return {
      code,
      amount: amount(discount),
      type:
        known?.value.kind === "free-shipping"
          ? "shipping"
          : known?.value.kind === "percentage"
            ? "percentage"
            : "fixed_amount",
    };
  });
}

function amounts(store: Store, checkout: Checkout, lines: PricedLine[]): Body {
  const price = priceCheckout(store, checkout);
  const { currencyCode } = store.shop;
  const lineItemsMinor = lines.reduce((sum, { gross }) => sum + gross.shop.amountMinor, 0);
  return {
    currency: currencyCode,
    presentment_currency: checkout.presentmentCurrency,
    discount_codes: discountCodes(store, checkout, price.discount),
    tax_lines: taxLines(store, price.tax),
    shipping_lines: checkout.shippingAddress
      ? [{ code: "Standard", price: amount(price.shipping), source: "shopify", title: "Standard" }]
      : [],
    subtotal_price: amount(price.subtotal),
    total_discounts: amount(price.discount),
    total_duties: null,
    total_line_items_price: decimalString({ amountMinor: lineItemsMinor, currencyCode }),
    total_price: amount(price.total),
    total_tax: amount(price.tax),
    total_weight: 0,
    taxes_included: store.shop.taxesIncluded,
  };
}

/** checkouts/create and checkouts/update: known by its tokens alone, without an id since 2026-04. */
export function checkoutPayload(store: Store, checkout: Checkout): Body {
  const zone = store.shop.ianaTimezone;
  const customer = checkout.customerId === null ? undefined : store.customers.get(checkout.customerId);
  const lines = lineTotals(store, checkout);
  return {
    token: checkout.token,
    cart_token: checkout.cartToken,
    email: checkout.email,
    gateway: null,
    buyer_accepts_marketing: checkout.buyerAcceptsMarketing,
    buyer_accepts_sms_marketing: false,
    sms_marketing_phone: null,
    created_at: localTime(checkout.createdAt, zone),
    updated_at: localTime(checkout.updatedAt, zone),
    completed_at: localTimeOrNull(checkout.completedAt, zone),
    closed_at: null,
    landing_site: null,
    note: null,
    note_attributes: [],
    referring_site: null,
    user_id: null,
    location_id: null,
    source_identifier: null,
    source_url: null,
    device_id: null,
    phone: checkout.phone,
    customer_locale: checkout.locale,
    line_items: lines.map((line) => lineItem(store, line)),
    name: `#${checkout.id}`,
    source: null,
    source_name: checkout.sourceName,
    abandoned_checkout_url: checkout.recoverUrl,
    reservation_token: null,
    ...amounts(store, checkout, lines),
    billing_address: orderAddress(checkout.shippingAddress),
    shipping_address: orderAddress(checkout.shippingAddress),
    ...(customer ? { customer: embeddedCustomer(store, customer) } : {}),
  };
}
