import { describe, expect, it } from "vitest";

import { parseAppConfig } from "./app-config";

const TOML = `
client_id = "file-client"
name = "My Loyal App"
application_url = "https://app.example/"
embedded = true

[access_scopes]
scopes = "read_customers, write_customers,read_orders"

[webhooks]
api_version = "2026-10"

[[webhooks.subscriptions]]
topics = ["app/uninstalled"]
compliance_topics = ["shop/redact"]
uri = "/webhooks/app"

[[webhooks.subscriptions]]
name = "orders-main"
topics = ["orders/create", "orders/updated"]
uri = "https://elsewhere.example/orders"
include_fields = ["id", "updated_at"]
`;

describe("the app's configuration file", () => {
  it("is read as Shopify deploys it", () => {
    expect(parseAppConfig(TOML, { clientSecret: "s" })).toEqual({
      clientId: "file-client",
      clientSecret: "s",
      handle: "my-loyal-app",
      name: "My Loyal App",
      applicationUrl: "https://app.example",
      apiVersion: "2026-10",
      scopes: ["read_customers", "write_customers", "read_orders"],
      subscriptions: [
        { topic: "app/uninstalled", uri: "/webhooks/app", includeFields: null, name: null },
        { topic: "shop/redact", uri: "/webhooks/app", includeFields: null, name: null },
        {
          topic: "orders/create",
          uri: "https://elsewhere.example/orders",
          includeFields: ["id", "updated_at"],
          name: "orders-main",
        },
        {
          topic: "orders/updated",
          uri: "https://elsewhere.example/orders",
          includeFields: ["id", "updated_at"],
          name: "orders-main",
        },
      ],
    });
  });

  it("knows what the app may ask for later", () => {
    const toml = TOML.replace("[access_scopes]", '[access_scopes]\noptional_scopes = ["write_gift_cards"]');
    expect(parseAppConfig(toml, { clientSecret: "s" }).optionalScopes).toEqual(["write_gift_cards"]);
  });

  it("may ask for Events, too", () => {
    const events = `
[events]
api_version = "2026-10"

[[events.subscription]]
handle = "customer-sync"
topic = "Customer"
actions = ["create", "update"]
uri = "/webhooks"
`;
    expect(parseAppConfig(TOML + events, { clientSecret: "s" }).events).toEqual([
      {
        handle: "customer-sync",
        topic: "Customer",
        actions: ["create", "update"],
        uri: "/webhooks",
        query: null,
      },
    ]);
    const withTriggers = `${TOML}${events}triggers = ["customer.firstName"]\n`;
    expect(() => parseAppConfig(withTriggers, { clientSecret: "s" })).toThrow(/triggers of events are not/);
  });

  it("yields to overrides", () => {
    const config = parseAppConfig(TOML, {
      clientSecret: "s",
      clientId: "other",
      applicationUrl: "http://127.0.0.1:3000/",
    });
    expect(config).toMatchObject({ clientId: "other", applicationUrl: "http://127.0.0.1:3000" });
  });

  it.each([
    ["no client id", TOML.replace('client_id = "file-client"', ""), /client_id/],
    [
      "a filter, which is not supported",
      `${TOML}filter = "test:false"\n`,
      /filters are not in the dev-store yet/,
    ],
    ["an address of another protocol", TOML.replace("/webhooks/app", "pubsub://project:topic"), /only HTTP/],
    ["a name with spaces", TOML.replace("orders-main", "orders main"), /name/],
  ])("is refused with %s", (_case, toml, message) => {
    expect(() => parseAppConfig(toml, { clientSecret: "s" })).toThrow(message);
  });
});
