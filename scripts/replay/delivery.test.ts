import { describe, expect, test } from "vitest";

import { signDelivery } from "./delivery";

const sender = {
  shopDomain: "demo-shop.myshopify.com",
  secret: "test_secret_key",
  triggeredAt: new Date("2026-11-22T12:00:00Z"),
  runId: null,
};
const payload = {
  file: "orders__create/x.json",
  topic: "orders/create",
  apiVersion: "2026-10",
  happenedAt: null,
  body: Buffer.from(`{"foo": "bar"}`),
};

describe("a signed delivery", () => {
  test("carries all headers of a classic webhook; the signature is Shopify's of these bytes", () => {
    const { headers, webhookId } = signDelivery(payload, sender);
    expect(headers).toEqual({
      "Content-Type": "application/json",
      "X-Shopify-Topic": "orders/create",
      // From the tests of Shopify's own JavaScript library.
      "X-Shopify-Hmac-Sha256": "B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g=",
      "X-Shopify-Shop-Domain": "demo-shop.myshopify.com",
      "X-Shopify-API-Version": "2026-10",
      "X-Shopify-Webhook-Id": webhookId,
      "X-Shopify-Event-Id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "X-Shopify-Triggered-At": "2026-11-22T12:00:00.000Z",
    });
    expect(webhookId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("names no version when none is known", () => {
    const { headers } = signDelivery({ ...payload, apiVersion: null }, sender);
    expect(headers).not.toHaveProperty("X-Shopify-API-Version");
  });

  test("is the same delivery for the same topic and bytes, whatever the file is called", () => {
    const first = signDelivery(payload, sender);
    const again = signDelivery({ ...payload, file: "copy.json" }, { ...sender, triggeredAt: new Date() });
    expect(again.webhookId).toBe(first.webhookId);
  });

  test("is another delivery for another topic, other bytes or another run", () => {
    const ids = [
      signDelivery(payload, sender),
      signDelivery({ ...payload, topic: "orders/updated" }, sender),
      signDelivery({ ...payload, body: Buffer.from(`{"foo":"bar"}`) }, sender),
      signDelivery(payload, { ...sender, runId: "1" }),
      signDelivery(payload, { ...sender, runId: "2" }),
    ].map(({ webhookId }) => webhookId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
