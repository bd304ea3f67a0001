import { createHmac } from "node:crypto";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { updateCustomer } from "../commerce/customers";
import type { WebhookSender } from "../context";
import { uninstall } from "../oauth/installation";
import type { AppConfig } from "../state/app-model";

import { sampleApp, sampleStore, type SampleStore } from "./sample-store";
import { createWebhookSender } from "./sender";
import { type Receiver, startReceiver } from "./test-receiver";

describe("the webhook sender", () => {
  let shop: SampleStore;
  let app: AppConfig;
  let receiver: Receiver;
  let sender: WebhookSender;

  const subscribe = (subscriptions: Partial<AppConfig["subscriptions"][number]>[]) => {
    app = sampleApp([], {
      applicationUrl: receiver.url,
      subscriptions: subscriptions.map((subscription) => ({
        topic: "customers/update",
        uri: "/webhooks/customers",
        includeFields: null,
        name: null,
        ...subscription,
      })),
    });
    sender = createWebhookSender({ store: shop.store, app });
  };

  const changeName = (firstName: string) => updateCustomer(shop.store, shop.customer, { firstName });

  const pass = (ms: number) => {
    shop.store.clock.jumpTo(new Date(shop.store.clock.now().getTime() + ms));
    return sender.idle();
  };

  const header = (name: string) => receiver.received.map(({ headers }) => headers[name]);

  beforeEach(async () => {
    shop = sampleStore();
    receiver = await startReceiver();
    subscribe([{}]);
  });
  afterEach(async () => {
    await sender.close();
    await receiver.close();
  });

  it("sends each event to the subscription's address with all headers and a signature over the bytes", async () => {
    subscribe([{ name: "customers-main" }]);
    changeName("Zażółć");
    await sender.idle();

    const [received] = receiver.received.filter(({ headers }) => headers["x-shopify-name"]);
    expect(received?.path).toBe("/webhooks/customers");
    expect(received?.headers).toMatchObject({
      "content-type": "application/json",
      "x-shopify-topic": "customers/update",
      "x-shopify-hmac-sha256": createHmac("sha256", "secret-1")
        .update(received?.body ?? "")
        .digest("base64"),
      "x-shopify-shop-domain": "sample-shop.myshopify.com",
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-shopify-event-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-shopify-triggered-at": "2026-03-01T17:00:00.000Z",
      "x-shopify-name": "customers-main",
    });
    expect(JSON.parse(received?.body ?? "")).toMatchObject({ first_name: "Zażółć" });
  });

  it("sends the record as it was when the event happened, not as it is when it leaves", async () => {
    changeName("First");
    changeName("Second");
    await sender.idle();
    const names = receiver.received.map(
      ({ body }) => (JSON.parse(body) as { first_name: string }).first_name,
    );
    expect(names.sort()).toEqual(["First", "Second"]);
  });

  it("gives every subscription of one event its own Webhook-Id and the same Event-Id", async () => {
    await sender.close();
    subscribe([{}, { uri: "/webhooks/second" }]);
    changeName("Ada");
    await sender.idle();
    expect(new Set(header("x-shopify-webhook-id")).size).toBe(2);
    expect(new Set(header("x-shopify-event-id")).size).toBe(1);
    expect(sender.counts()).toMatchObject({ emitted: 2, delivered: 2, pending: 0, byStatus: { "200": 2 } });
  });

  it("tries a failed delivery eight more times within four hours under the same Webhook-Id, then gives up", async () => {
    receiver.answers.push(...Array<number>(9).fill(500));
    changeName("Ada");
    await sender.idle();
    const startedAt = shop.store.clock.now().getTime();
    for (let next = sender.nextDueAt(); next; next = sender.nextDueAt()) {
      await pass(next.getTime() - shop.store.clock.now().getTime());
    }
    expect(receiver.received).toHaveLength(9);
    expect(new Set(header("x-shopify-webhook-id")).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(Math.round((shop.store.clock.now().getTime() - startedAt) / 60_000)).toBe(240);
    expect(sender.counts()).toMatchObject({ emitted: 1, delivered: 0, failed: 1, pending: 0 });
  });

  it("counts a redirect as a failure and delivers when the app answers 2xx again", async () => {
    receiver.answers.push(302);
    changeName("Ada");
    await sender.idle();
    expect(sender.counts()).toMatchObject({ delivered: 0, pending: 1, byStatus: { "302": 1 } });
    await pass(60_000);
    expect(sender.counts()).toMatchObject({ delivered: 1, pending: 0 });
  });

  it("waits for an app that is not there yet", async () => {
    const { url } = receiver;
    app.applicationUrl = "http://127.0.0.1:1";
    changeName("Ada");
    await sender.idle();
    expect(sender.counts().byStatus).toEqual({ unreachable: 1 });
    app.applicationUrl = url;
    await pass(60_000);
    expect(sender.counts().delivered).toBe(1);
  });

  it("sends only the picked fields and drops a delivery that says the same as the one before", async () => {
    await sender.close();
    subscribe([{ includeFields: ["id", "first_name"] }]);
    changeName("Ada");
    updateCustomer(shop.store, shop.customer, { note: "something the app did not ask for" });
    changeName("Bea");
    await sender.idle();
    const bodies = receiver.received.map(({ body }) => body).sort();
    expect(bodies).toEqual([
      `{"id":${shop.customer.id},"first_name":"Ada"}`,
      `{"id":${shop.customer.id},"first_name":"Bea"}`,
    ]);
  });

  it("sends nothing before the app is installed, and after its removal only that it was removed", async () => {
    await sender.close();
    subscribe([{}, { topic: "app/uninstalled" }]);
    uninstall({ store: shop.store });
    uninstall({ store: shop.store });
    changeName("Ada");
    await sender.idle();
    expect(header("x-shopify-topic")).toEqual(["app/uninstalled"]);
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({
      id: 548_380_009,
      myshopify_domain: "sample-shop.myshopify.com",
    });
  });

  describe("with faults", () => {
    const burst = async () => {
      for (let index = 0; index < 40; index++) changeName(`Name ${index}`);
      await sender.idle();
      await pass(60_000);
    };

    it("loses the share it is told to lose", async () => {
      sender.setFaults({ dropRate: 0.5, seed: 7 });
      await burst();
      const { emitted, delivered, dropped, pending } = sender.counts();
      expect(emitted).toBe(40);
      expect(dropped).toBeGreaterThan(10);
      expect(delivered).toBe(40 - dropped);
      expect(pending).toBe(0);
      expect(receiver.received).toHaveLength(delivered);
    });

    it("sends some twice, mostly under the same Webhook-Id, sometimes under another with the same Event-Id", async () => {
      sender.setFaults({ duplicateRate: 1, seed: 7 });
      await burst();
      const { emitted, delivered, repeated, pending } = sender.counts();
      expect(receiver.received).toHaveLength(80);
      expect(new Set(header("x-shopify-event-id")).size).toBe(40);
      expect(new Set(header("x-shopify-webhook-id")).size).toBe(emitted);
      expect(emitted + repeated).toBe(80);
      expect(emitted).toBeGreaterThan(40);
      expect(repeated).toBeGreaterThan(emitted - 40);
      expect([delivered, pending]).toEqual([emitted, 0]);
    });

    it("holds some back for the told simulated time", async () => {
      sender.setFaults({ delayRate: 1, delayMs: 3_600_000 });
      changeName("Ada");
      await sender.idle();
      expect(receiver.received).toHaveLength(0);
      expect(sender.nextDueAt()).toEqual(new Date("2026-03-01T18:00:00Z"));
      await pass(3_600_000);
      expect(header("x-shopify-triggered-at")).toEqual(["2026-03-01T17:00:00.000Z"]);
    });

    it("lets deliveries overtake each other", async () => {
      sender.setFaults({ reorder: true, seed: 7 });
      await burst();
      const names = receiver.received.map(
        ({ body }) => (JSON.parse(body) as { first_name: string }).first_name,
      );
      expect(new Set(names).size).toBe(40);
      expect(names).not.toEqual(Array.from({ length: 40 }, (_, index) => `Name ${index}`));
    });
  });
});
