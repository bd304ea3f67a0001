import { readFileSync } from "node:fs";

import { parse as parseGraphql } from "graphql";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { ApiVersion } from "@shopify/shopify-api";

import { API_VERSION } from "~/integrations/shopify/credentials";
import { FEATURES } from "~/composition-features.server";
import { TOPICS } from "~/pipeline/projections/topics";

import { bulkQueries, documents, scopesFor, usesOf } from "./admin-schema";

const app = z
  .object({
    embedded: z.literal(true),
    application_url: z.string().url(),
    access_scopes: z.object({
      scopes: z.string(),
      optional_scopes: z.array(z.string()),
      use_legacy_install_flow: z.literal(false),
    }),
    webhooks: z.object({
      api_version: z.string(),
      subscriptions: z.array(
        z.object({
          topics: z.array(z.string()).default([]),
          compliance_topics: z.array(z.string()).default([]),
          uri: z.string(),
        }),
      ),
    }),
    app_proxy: z.object({ url: z.string().url(), subpath: z.string(), prefix: z.string() }),
    customer: z.object({
      metafields: z.object({
        app: z.record(
          z.object({
            type: z.string(),
            access: z.object({ admin: z.string(), storefront: z.string(), customer_account: z.string() }),
          }),
        ),
      }),
    }),
    auth: z.object({ redirect_urls: z.array(z.string().url()) }),
  })
  .parse(parse(readFileSync("shopify.app.toml", "utf8")));

const declared = [...app.access_scopes.scopes.split(","), ...app.access_scopes.optional_scopes];
const topics = app.webhooks.subscriptions.flatMap((subscription) => subscription.topics);

/** Shopify's list is silent on mutations that work on any record: they need the record's own scope. */
const BY_RECORD: Readonly<Record<string, string>> = {
  "Mutation.tagsAdd": "write_customers",
  "Mutation.tagsRemove": "write_customers",
  "Mutation.metafieldsSet": "write_customers",
  "Mutation.metafieldsDelete": "write_customers",
};
/** The history before the last sixty days has a scope of its own, on no type and no field. */
const OF_THE_WHOLE_HISTORY = { type: "QueryRoot.orders", anyOf: ["read_all_orders"] };
/** Named after "Also:" in Shopify's list. */
const OF_PIXELS = { type: "Mutation.webPixelCreate", anyOf: ["read_customer_events"] };

/** FACTS, 4.4. */
const OF_THE_PROXY = { type: "[app_proxy]", anyOf: ["write_app_proxy"] };

/** Topics by the scope that lets them be delivered (FACTS, 1.5); those not named need none. */
const TOPIC_SCOPES: readonly [prefix: RegExp, scope: string][] = [
  [/^customers\/merge$/, "read_customer_merge"],
  [/^customers?[/._](?!\/?merge$)/, "read_customers"],
  [/^(orders|refunds|order_transactions|checkouts|carts)\//, "read_orders"],
  [/^returns\//, "read_returns"],
  [/^products\//, "read_products"],
  [/^discounts\//, "read_discounts"],
];

/** FACTS, 1.5. */
const WANTED = [
  "app/uninstalled app/scopes_update shop/update bulk_operations/finish",
  "customers/create customers/update customers/delete customers/enable customers/disable customers/merge",
  "customers/purchasing_summary customer.tags_added customer.tags_removed",
  "customers_email_marketing_consent/update customers_marketing_consent/update",
  "orders/create orders/updated orders/paid orders/cancelled orders/edited orders/delete orders/fulfilled",
  "refunds/create order_transactions/create",
  "returns/request returns/approve returns/decline returns/cancel returns/close returns/reopen returns/process",
  "returns/update checkouts/create checkouts/update checkouts/delete carts/create carts/update",
  "products/create products/update products/delete",
  "discounts/create discounts/update discounts/delete discounts/redeemcode_added discounts/redeemcode_removed",
].flatMap((line) => line.split(" "));

/** Projected when it comes, but orders/updated tells the same. */
const IN_OTHER_FORMS = ["orders/partially_fulfilled"];

const needs = [
  ...[...documents.map(({ document }) => document), ...bulkQueries.map(({ text }) => parseGraphql(text))]
    .flatMap(usesOf)
    .map(({ type, field }) => {
      const name = field === null ? type : `${type}.${field}`;
      const byRecord = BY_RECORD[name];
      return { type: name, anyOf: byRecord ? [byRecord] : scopesFor({ type, field }) };
    }),
  OF_THE_WHOLE_HISTORY,
  OF_PIXELS,
  OF_THE_PROXY,
].filter(({ anyOf }) => anyOf.length > 0);

/** `write_x` brings `read_x`. */
const granted = new Set(declared.flatMap((scope) => [scope, scope.replace(/^write_/, "read_")]));

describe("declared scopes", () => {
  test("suffice for every type and field of every document", () => {
    expect(needs.length).toBeGreaterThan(5);
    expect(needs.filter(({ anyOf }) => !anyOf.some((scope) => granted.has(scope)))).toEqual([]);
  });

  test.each(declared)("%s is needed by a document or a topic", (scope) => {
    const isForDocument = needs.some(({ anyOf }) => anyOf.includes(scope));
    const isForTopic = topics.some((topic) =>
      TOPIC_SCOPES.some(([prefix, needed]) => needed === scope && prefix.test(topic)),
    );
    expect(isForDocument || isForTopic).toBe(true);
  });

  test("suffice for every webhook topic", () => {
    const missing = topics.filter((topic) =>
      TOPIC_SCOPES.some(([prefix, scope]) => prefix.test(topic) && !granted.has(scope)),
    );
    expect(missing).toEqual([]);
  });
});

describe("shopify.app.toml", () => {
  test("asks for webhooks of the version the documents are written for", () => {
    expect(app.webhooks.api_version).toBe(API_VERSION);
    expect(String(ApiVersion.October26)).toBe(API_VERSION);
  });

  test("has the mandatory privacy topics", () => {
    expect(
      app.webhooks.subscriptions.flatMap((subscription) => subscription.compliance_topics).sort(),
    ).toEqual(["customers/data_request", "customers/redact", "shop/redact"]);
  });

  test("subscribes to a topic once, all at the same door", () => {
    expect(topics).toEqual([...new Set(topics)]);
    expect(new Set(app.webhooks.subscriptions.map(({ uri }) => uri))).toEqual(new Set(["/webhooks"]));
  });

  test("subscribes to every topic that there is a use for, and to no other", () => {
    expect([...topics].sort()).toEqual([...WANTED].sort());
  });

  test("subscribes to what the app projects, as Shopify sends it", () => {
    const projected = Object.keys(TOPICS).filter((topic) => !IN_OTHER_FORMS.includes(topic));
    expect(projected.filter((topic) => !topics.includes(topic) && !/^[A-Z]/.test(topic))).toEqual([]);
  });

  test("declares every metafield of customers that a feature tells, for its customer to read and nobody to change", () => {
    const declared = app.customer.metafields.app;
    for (const { key, type } of FEATURES.flatMap((feature) => feature.customerMetafields ?? [])) {
      expect([key, declared[key]]).toEqual([
        key,
        expect.objectContaining({
          type,
          access: { admin: "merchant_read", storefront: "public_read", customer_account: "read" },
        }),
      ]);
    }
  });

  test("has its proxy where the routes of pages of the store are", () => {
    const { url, subpath, prefix } = app.app_proxy;
    expect([new URL(url).origin, new URL(url).pathname]).toEqual([
      new URL(app.application_url).origin,
      "/proxy",
    ]);
    expect(`/${prefix}/${subpath}`).toBe("/apps/perennial");
  });
});
