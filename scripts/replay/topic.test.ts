import { describe, expect, test } from "vitest";

import { topicOfName, topicOfPath } from "./topic";

describe("the topic a name stands for", () => {
  test.each([
    ["orders/create", "orders/create"],
    ["customer.tags_added", "customer.tags_added"],
    ["customers_email_marketing_consent/update", "customers_email_marketing_consent/update"],
    ["orders", "orders/updated"],
    ["refunds", "refunds/create"],
    ["malformed", "orders/create"],
  ])("%s is sent as %s", (name, topic) => expect(topicOfName(name)).toBe(topic));

  test.each([
    "",
    "graphql:orders",
    "line_items",
    "gift_cards",
    "hmac",
    "bulk",
    "toString",
    "Orders/Create",
    "orders/",
  ])('no webhook carries "%s"', (name) => expect(topicOfName(name)).toBeNull());
});

describe("the topic a path tells", () => {
  test.each([
    ["rest/orders__create/x.json", "orders/create"],
    ["orders__create/x.json", "orders/create"],
    ["webhooks/customer.tags_added/x.json", "customer.tags_added"],
    ["webhooks/bulk_operations__finish/x.json", "bulk_operations/finish"],
    ["shapes/orders/2025-04-1.json", "orders/updated"],
    ["orders__create/variants/odd/x.json", "orders/create"],
  ])("%s is %s", (path, topic) => expect(topicOfPath(path)).toBe(topic));

  test("the innermost folder that tells a topic counts", () => {
    expect(topicOfPath("orders__create/refunds__create/x.json")).toBe("refunds/create");
  });

  test.each([
    "rest/line_items/x.json",
    "hmac/vectors.json",
    "graphql/recorded/orders__create.json",
    "orders__create.json",
  ])("%s tells none", (path) => expect(topicOfPath(path)).toBeNull());
});
