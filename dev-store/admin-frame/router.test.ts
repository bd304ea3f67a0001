import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { SimulatedClock } from "../clock";
import { completeCheckout, startCheckout, updateCheckout } from "../commerce/checkouts";
import { addTags } from "../commerce/customers";
import type { DevStoreContext } from "../context";
import { stockShelves } from "../simulation/catalogue";
import { demoShop } from "../simulation/shop";
import type { Customer, Order } from "../state/model";
import { Store } from "../state/store";
import { currentItem } from "./frame/app-nav";
import { slice } from "./lists";
import { adminFrameRouter } from "./router";
import { impliedOnce, scopeName } from "./scope-names";

describe("the stand-in admin", () => {
  const now = new Date("2026-03-02T08:00:00Z");
  let store: Store;
  let server: Server;
  let base: string;
  let topics: string[];

  beforeEach(async () => {
    store = new Store(demoShop(now), new SimulatedClock(() => now.getTime()));
    store.quietly(() => stockShelves(store));
    const ctx = {
      store,
      app: {
        clientId: "client-id",
        clientSecret: "secret",
        handle: "perennial",
        name: "Perennial",
        scopes: ["read_orders"],
        optionalScopes: ["write_gift_cards"],
      },
      urls: { api: "http://127.0.0.1:1", tunnel: "http://127.0.0.1:2", storefront: "/s", mail: "/m" },
      mail: { mails: [] },
      webhooks: { counts: () => ({ emitted: 0 }) },
    } as unknown as DevStoreContext;
    server = createServer(express().use(adminFrameRouter(ctx)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    topics = [];
    store.onEvent(({ topic }) => topics.push(topic));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const buy = (email: string): { order: Order; customer: Customer } => {
    const [product] = store.products.values();
    const [variant] = product?.variants ?? [];
    if (!product || !variant) throw new Error("the shop is empty");
    const lines = [{ productId: product.id, variantId: variant.id, quantity: 1 }];
    const checkout = startCheckout(store, { lines, locale: "en", presentmentCurrency: "PLN" });
    updateCheckout(store, checkout, { email });
    const order = completeCheckout(store, checkout);
    const customer = store.customers.get(order.customerId ?? 0);
    if (!customer) throw new Error("the order has no customer");
    return { order, customer };
  };
  const page = async (path: string) => (await fetch(base + path)).text();
  const post = (path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    fetch(base + path, { method: "POST", body: new URLSearchParams(form), headers, redirect: "manual" });

  it.each([
    ["/admin", "/store/demo-shop/apps/perennial"],
    ["/admin/oauth/install?client_id=x&scope=y", "/store/demo-shop/apps/perennial"],
    ["/admin/customers/5", "/store/demo-shop/customers/5"],
    ["/admin/apps/client-id/vip?x=1", "/store/demo-shop/apps/client-id/vip?x=1"],
    ["/store/demo-shop/apps/client-id/vip?x=1", "/store/demo-shop/apps/perennial/vip?x=1"],
  ])("leads %s to %s", async (from, to) => {
    const response = await fetch(base + from, { redirect: "manual" });
    expect(response.headers.get("location")).toBe(to);
  });

  it("grants optional scopes that the app declares, and no others, nor to pages of other sites", async () => {
    const path = "/store/demo-shop/apps/perennial/scopes";
    await post("/store/demo-shop/apps/perennial/install", {});
    topics.length = 0;
    const ask = (scopes: string, headers = {}) => post(path, { scopes }, headers);
    expect((await ask("write_gift_cards", { origin: "https://evil.test" })).status).toBe(403);
    expect((await ask("write_themes")).status).toBe(422);
    expect(topics).toEqual([]);
    const detail = { required: ["read_orders"], optional: ["write_gift_cards"] };
    expect(await (await ask("write_gift_cards")).json()).toEqual({
      ...detail,
      granted: ["read_orders", "write_gift_cards"],
    });
    expect(topics).toEqual(["app/scopes_update"]);
    expect(await (await fetch(base + path)).json()).toMatchObject(detail);
  });

  it("leaves the addresses of the API alone", async () => {
    expect((await fetch(`${base}/admin/api/2026-10/graphql.json`)).status).toBe(404);
    expect((await post("/admin/oauth/access_token")).status).toBe(404);
  });

  it("lists orders newest first, finds them by number, and shows what was paid in both currencies", async () => {
    const { order } = buy("anna@example.com");
    buy("ben@example.com");
    const list = await page("/store/demo-shop/orders");
    expect(list.indexOf("#1002")).toBeLessThan(list.indexOf("#1001"));
    expect(await page("/store/demo-shop/orders?q=1001")).not.toContain("#1002");
    expect(await page(`/store/demo-shop/orders/${order.id}`)).toMatch(/€[\d.]+ \(paid as PLN/);
    expect((await fetch(`${base}/store/demo-shop/orders/1`)).status).toBe(404);
  });

  it("sets a customer's tags as written, telling the app only what really changed", async () => {
    const { customer } = buy("anna@example.com");
    addTags(store, customer, ["Gold", "old"]);
    topics = [];
    await post(`/store/demo-shop/customers/${customer.id}/tags`, { tags: " gold , new,," });
    expect(customer.tags).toEqual(["Gold", "new"]);
    expect(topics).toContain("customer.tags_added");
    expect(topics).toContain("customer.tags_removed");
    const shown = await page(`/store/demo-shop/customers/${customer.id}`);
    expect(shown).toContain('<span class="tag">Gold</span>');
    expect(await page("/store/demo-shop/customers?q=gold")).toContain("anna@example.com");
  });

  it("changes what a customer agreed to, by each channel, and tells the app", async () => {
    const { customer } = buy("anna@example.com");
    customer.phone = "+48600100200";
    topics = [];
    const path = `/store/demo-shop/customers/${customer.id}`;
    await post(`${path}/consent`, { channel: "sms", state: "SUBSCRIBED", level: "CONFIRMED_OPT_IN" });
    expect(topics).toEqual(["customers_marketing_consent/update", "customers/update"]);
    expect(customer.smsConsent).toMatchObject({
      state: "SUBSCRIBED",
      optInLevel: "CONFIRMED_OPT_IN",
      collectedFrom: "SHOPIFY",
    });
    await post(`${path}/consent`, { channel: "email", state: "UNSUBSCRIBED", level: "SINGLE_OPT_IN" });
    expect(topics).toContain("customers_email_marketing_consent/update");
    expect(await page(path)).toMatch(/E-mail marketing: unsubscribed, single opt in/i);
    expect((await post(`${path}/consent`, { channel: "email", state: "REDACTED", level: "x" })).status).toBe(
      400,
    );
  });

  it("refunds, cancels and fulfills orders as staff do", async () => {
    const [first, second, third] = [buy("a@example.com"), buy("b@example.com"), buy("c@example.com")];
    await post(`/store/demo-shop/orders/${first.order.id}/refund`);
    await post(`/store/demo-shop/orders/${second.order.id}/cancel`);
    await post(`/store/demo-shop/orders/${third.order.id}/fulfill`);
    expect(first.order.financialStatus).toBe("REFUNDED");
    expect(second.order.cancelReason).toBe("STAFF");
    expect(third.order.fulfillmentStatus).toBe("FULFILLED");
    expect((await post(`/store/demo-shop/orders/${third.order.id}/explode`)).status).toBe(404);
  });

  it("takes no orders from another site's page", async () => {
    const { order } = buy("anna@example.com");
    const foreign = { origin: "https://evil.test" };
    expect((await post(`/store/demo-shop/orders/${order.id}/refund`, {}, foreign)).status).toBe(403);
    expect((await post("/store/demo-shop/apps/perennial/install", {}, foreign)).status).toBe(403);
    expect(order.financialStatus).toBe("PAID");
    expect(store.installation).toBeNull();
  });

  it("opens the app in the language chosen for the admin", async () => {
    await post("/store/demo-shop/apps/perennial/install", { page: "/vip" });
    const chosen = await post(
      "/admin/locale",
      { locale: "pl" },
      { referer: `${base}/store/demo-shop/orders?page=2` },
    );
    expect(chosen.headers.get("location")).toBe("/store/demo-shop/orders?page=2");
    const cookie = chosen.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const frame = await (
      await fetch(`${base}/store/demo-shop/apps/perennial`, { headers: { cookie } })
    ).text();
    expect(frame).toContain("locale=pl");
    expect((await post("/admin/locale", { locale: "xx" })).headers.getSetCookie()).toEqual([]);
  });

  it("serves App Bridge as one classic script", async () => {
    const script = await page("/app-bridge.js");
    expect(script).toContain("{ currentScript } = document");
    expect(script).not.toMatch(/^\s*(import|export)\s/m);
  });
});

describe("small parts of the admin", () => {
  it("names scopes for people, once for each thing", () => {
    expect(scopeName("write_discounts")).toBe("View and change discounts");
    expect(scopeName("read_all_orders")).toBe("View all orders");
    expect(impliedOnce(["read_customers", "write_customers", "read_orders"])).toEqual([
      "write_customers",
      "read_orders",
    ]);
  });

  it("keeps a page number within the list", () => {
    const all = Array.from({ length: 101 }, (_, index) => index);
    expect(slice(all, 3)).toMatchObject({ rows: [100], page: 3, pageCount: 3 });
    expect(slice(all, 99).page).toBe(3);
    expect(slice(all, Number.NaN).page).toBe(1);
    expect(slice([], 1)).toMatchObject({ rows: [], page: 1, pageCount: 1 });
  });

  it("marks the navigation item that is nearest to where the app is", () => {
    const items = ["/app", "/app/customers", "/app/vip"].map((href) => ({ label: href, href }));
    expect(currentItem(items, "/app/customers/7?tab=a")?.href).toBe("/app/customers");
    expect(currentItem(items, "/app")?.href).toBe("/app");
    expect(currentItem(items, "/app/customersville")?.href).toBe("/app");
    expect(currentItem(items, "/other")).toBeNull();
  });
});
