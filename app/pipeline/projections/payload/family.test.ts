import { expect, test } from "vitest";

import {
  checkoutPayload,
  customerPayload,
  orderPayload,
  productPayload,
  refundPayload,
} from "../../../../tests/support/payloads";

import { isDeletionOf, recogniseBody, shopNamedBy } from "./family";

const withoutGid = (body: Record<string, unknown>) => ({ ...body, admin_graphql_api_id: undefined });

test.each([
  ["order", orderPayload()],
  ["refund", refundPayload()],
  ["customer", customerPayload()],
  ["checkout", checkoutPayload()],
  ["product", productPayload()],
] as const)("a full %s is recognised by its GID or, without one, by its keys", (family, body) => {
  expect(recogniseBody(body)).toBe(family);
  expect(recogniseBody(withoutGid(body))).toBe(family);
});

test.each([
  ["customer-tags", { customerId: "gid://shopify/Customer/1", tags: ["a"] }],
  ["customer-purchases", { customerId: "gid://shopify/Customer/1", numberOfOrders: 1 }],
  ["customer-email-consent", { customer_id: 1, email_marketing_consent: { state: "subscribed" } }],
  ["customer-sms-consent", { id: 1, phone: "+48", sms_marketing_consent: { state: "subscribed" } }],
  ["order-edit", { order_edit: { order_id: 1 } }],
  ["cart", { id: "c", token: "c", line_items: [], note: null }],
  ["DraftOrder", { admin_graphql_api_id: "gid://shopify/DraftOrder/1", line_items: [] }],
  [null, { id: 1 }],
])("%s", (family, body) => {
  expect(recogniseBody(body)).toBe(family);
});

test("the notice of a deletion is not a full record, and not that of another resource", () => {
  expect(isDeletionOf("order", { id: 1 })).toBe(true);
  expect(isDeletionOf("order", orderPayload())).toBe(false);
  expect(isDeletionOf("order", { id: 1, cart_token: "c" })).toBe(false);
  expect(
    isDeletionOf("customer", { id: 1, admin_graphql_api_id: "gid://shopify/Customer/1", tax_exemptions: [] }),
  ).toBe(true);
  expect(isDeletionOf("customer", customerPayload())).toBe(false);
  expect(isDeletionOf("customer", { id: 1 })).toBe(false);
  expect(isDeletionOf("checkout", { id: 1, cart_token: "c", presentment_currency: "EUR" })).toBe(true);
});

test("the shop is named by compliance and shop bodies", () => {
  expect(shopNamedBy({ shop_domain: "a.myshopify.com" })).toBe("a.myshopify.com");
  expect(shopNamedBy({ myshopify_domain: "b.myshopify.com" })).toBe("b.myshopify.com");
  expect(shopNamedBy(orderPayload())).toBeNull();
});
