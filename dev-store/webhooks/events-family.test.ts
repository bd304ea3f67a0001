import { createHmac } from "node:crypto";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { updateCustomer } from "../commerce/customers";
import { placeOrder } from "../commerce/order-placing";
import type { WebhookSender } from "../context";
import type { EventSubscription } from "../state/app-model";

import { linesOf, sampleApp, sampleStore, type SampleStore } from "./sample-store";
import { createWebhookSender } from "./sender";
import { type Receiver, startReceiver } from "./test-receiver";

let shop: SampleStore;
let receiver: Receiver;
let sender: WebhookSender;

function subscribe(subscription: Partial<EventSubscription>, topics: string[] = []): void {
  const whole: EventSubscription = {
    handle: "customer-sync",
    topic: "Customer",
    actions: ["create", "update", "delete"],
    uri: "/webhooks",
    query: null,
    ...subscription,
  };
  const app = sampleApp(topics, { applicationUrl: receiver.url, events: [whole] });
  sender = createWebhookSender({ store: shop.store, app });
}

const bodies = () => receiver.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
const gid = () => `gid://shopify/Customer/${shop.customer.id}`;

beforeEach(async () => {
  shop = sampleStore();
  receiver = await startReceiver();
});
afterEach(async () => {
  await sender.close();
  await receiver.close();
});

describe("the Events family", () => {
  it("is sent with its own headers, signed over the bytes, and names the record", async () => {
    subscribe({});
    updateCustomer(shop.store, shop.customer, { firstName: "Zażółć" });
    await sender.idle();
    const [received] = receiver.received;
    expect(received?.headers).toMatchObject({
      "shopify-topic": "Customer",
      "shopify-action": "update",
      "shopify-handle": "customer-sync",
      "shopify-resource-id": gid(),
      "shopify-hmac-sha256": createHmac("sha256", "secret-1")
        .update(received?.body ?? "")
        .digest("base64"),
      "shopify-shop-domain": "sample-shop.myshopify.com",
      "shopify-api-version": "2026-10",
      "shopify-triggered-at": "2026-03-01T17:00:00.000Z",
    });
    expect(Object.keys(received?.headers ?? {}).filter((name) => name.startsWith("x-shopify"))).toEqual([]);
    expect(bodies()).toEqual([
      {
        topic: "Customer",
        action: "update",
        handle: "customer-sync",
        fields_changed: { added: [], updated: [`customer[id: '${gid()}']`], removed: [] },
        query_variables: { customerId: gid() },
      },
    ]);
    expect(sender.counts()).toMatchObject({ emitted: 1, delivered: 1, byTopic: { "Customer/update": 1 } });
  });

  it("carries the answer to the subscription's query as of the change", async () => {
    shop.store.installation?.scopes.push("read_customers");
    subscribe({ query: "query($customerId: ID!) { customer(id: $customerId) { id firstName tags } }" });
    updateCustomer(shop.store, shop.customer, { firstName: "First" });
    updateCustomer(shop.store, shop.customer, { firstName: "Second" });
    await sender.idle();
    expect(bodies().map(({ data }) => data)).toEqual([
      { customer: { id: gid(), firstName: "First", tags: ["VIP"] } },
      { customer: { id: gid(), firstName: "Second", tags: ["VIP"] } },
    ]);
  });

  it("goes beside classic webhooks, for the wanted actions and resources only", async () => {
    subscribe({ topic: "Order", actions: ["create"], handle: "orders" }, ["customers/update", "orders/paid"]);
    updateCustomer(shop.store, shop.customer, { firstName: "Ada" });
    placeOrder(shop.store, { lines: linesOf(shop.product, 1).map((line) => ({ ...line, key: "k" })) });
    await sender.idle();
    const topics = receiver.received.map(
      ({ headers }) => headers["x-shopify-topic"] ?? headers["shopify-topic"],
    );
    expect(topics.sort()).toEqual(["Order", "customers/update", "orders/paid"]);
  });
});
