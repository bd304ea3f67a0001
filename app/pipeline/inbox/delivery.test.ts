import { describe, expect, test } from "vitest";

import { parseDeliveryHeaders, textOfBody } from "./delivery";

const CLASSIC = {
  "x-shopify-hmac-sha256": "signature=",
  "x-shopify-topic": "orders/create",
  "x-shopify-shop-domain": "Demo-Shop.myshopify.com",
  "x-shopify-webhook-id": "w1",
  "x-shopify-event-id": "e1",
  "x-shopify-api-version": "2026-10",
  "x-shopify-triggered-at": "2026-03-01T12:00:00.123456789Z",
};

describe("headers", () => {
  test("of a classic webhook are read whole, the shop's domain in lower case", () => {
    expect(parseDeliveryHeaders(CLASSIC)).toEqual({
      outcome: "complete",
      headers: {
        hmac: "signature=",
        topic: "orders/create",
        shopDomain: "demo-shop.myshopify.com",
        webhookId: "w1",
        eventId: "e1",
        apiVersion: "2026-10",
        triggeredAt: new Date("2026-03-01T12:00:00.123Z"),
      },
    });
  });

  test("of the Events family are kept under their resource and action", () => {
    const events = Object.fromEntries(
      Object.entries(CLASSIC).map(([name, value]) => [name.replace("x-", ""), value]),
    );
    const parsed = parseDeliveryHeaders({
      ...events,
      "shopify-topic": "Customer",
      "shopify-action": "update",
    });
    expect(parsed).toMatchObject({
      outcome: "complete",
      headers: { topic: "Customer/update", webhookId: "w1", shopDomain: "demo-shop.myshopify.com" },
    });
  });

  test.each([
    ["customer.tags_added", "customer.tags_added"],
    ["Customer", "Customer"],
  ])("a topic %s without an action stays %s", (topic, expected) => {
    expect(parseDeliveryHeaders({ ...CLASSIC, "x-shopify-topic": topic })).toMatchObject({
      headers: { topic: expected },
    });
  });

  test.each(["hmac-sha256", "topic", "shop-domain", "webhook-id"])("without %s are not enough", (name) => {
    expect(parseDeliveryHeaders({ ...CLASSIC, [`x-shopify-${name}`]: undefined })).toEqual({
      outcome: "incomplete",
      missing: name,
    });
    expect(parseDeliveryHeaders({ ...CLASSIC, [`x-shopify-${name}`]: "" })).toMatchObject({ missing: name });
  });

  test.each([undefined, "", "yesterday"])("a trigger time of %j is unknown", (at) => {
    expect(parseDeliveryHeaders({ ...CLASSIC, "x-shopify-triggered-at": at })).toMatchObject({
      headers: { triggeredAt: null },
    });
  });

  test("that come twice count once", () => {
    expect(parseDeliveryHeaders({ ...CLASSIC, "x-shopify-webhook-id": ["w1", "w2"] })).toMatchObject({
      headers: { webhookId: "w1" },
    });
  });
});

describe("a body as text", () => {
  test("is what its bytes say in UTF-8", () => {
    expect(textOfBody(Buffer.from('{"name":"Żółć 🎁"}'))).toBe('{"name":"Żółć 🎁"}');
    expect(textOfBody(Buffer.alloc(0))).toBe("");
  });

  test("keeps bytes that are no UTF-8 so that they can be had back", () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    const text = textOfBody(bytes);
    expect(text).toMatch(/^base64:/);
    expect(Buffer.from(text.slice("base64:".length), "base64")).toEqual(bytes);
  });
});
