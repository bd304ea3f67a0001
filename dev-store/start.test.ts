import { createTransport } from "nodemailer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startCheckout, updateCheckout } from "./commerce/checkouts";
import { addTags } from "./commerce/customers";
import { createDiscount } from "./commerce/discounts";
import { mintSessionToken } from "./oauth/session-token";
import { outsideOf } from "./outside";
import { demoStart } from "./simulation/shop";
import { type DevStore, startDevStore } from "./start";
import { sampleApp } from "./webhooks/sample-store";
import { type Receiver, startReceiver } from "./webhooks/test-receiver";

type Granted = { access_token: string; refresh_token: string };

describe("the whole dev-store", () => {
  let receiver: Receiver;
  let devStore: DevStore;
  let granted: Granted;

  const topics = [
    "app/uninstalled",
    "bulk_operations/finish",
    "checkouts/update",
    "customer.tags_added",
    "orders/create",
  ];
  const app = sampleApp(topics, {
    scopes: ["read_customers", "write_customers", "read_orders", "read_all_orders", "read_products"],
  });

  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(devStore.urls.api + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  const graphql = (query: string, token = granted.access_token) =>
    post("/admin/api/2026-10/graphql.json", { query }, { "x-shopify-access-token": token });

  const ofTopic = (topic: string) =>
    receiver.received.filter(({ headers }) => headers["x-shopify-topic"] === topic);

  beforeAll(async () => {
    receiver = await startReceiver();
    devStore = await startDevStore({ app, seed: 3, customers: 15, years: 1, startAt: demoStart(new Date()) });
    devStore.setAppUrl(`${receiver.url}/`);
    const answer = await post("/admin/oauth/access_token", {
      client_id: app.clientId,
      client_secret: app.clientSecret,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: mintSessionToken(devStore, { userId: 1 }),
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
      expiring: "1",
    });
    granted = answer.body as Granted;
  });
  afterAll(async () => {
    await devStore.close();
    await receiver.close();
  });

  it("answers Admin GraphQL to the token it granted, and 401 to others", async () => {
    const { status, body } = await graphql("{ shop { myshopifyDomain } customersCount { count } }");
    expect(status).toBe(200);
    expect(body["data"]).toMatchObject({
      shop: { myshopifyDomain: "demo-shop.myshopify.com" },
      customersCount: { count: devStore.store.customers.size },
    });
    expect((await graphql("{ shop { name } }", "shpat_wrong")).status).toBe(401);
  });

  it("serves the admin, the storefront, the mails and the clock", async () => {
    const { urls } = devStore;
    for (const address of [urls.admin, urls.storefront, urls.mail, `${urls.api}/__control/clock`]) {
      expect((await fetch(address)).status, address).toBe(200);
    }
    expect(await (await fetch(`${urls.tunnel}/hello`)).text()).toBe("");
    expect(receiver.received.at(-1)?.path).toBe("/hello");
  });

  it("tells the app what changed in the shop", async () => {
    const [customer] = devStore.store.customers.values();
    if (!customer) throw new Error("The seeded shop has no customer");
    addTags(devStore.store, customer, ["Gold"]);
    await devStore.webhooks.idle();
    expect(ofTopic("customer.tags_added").map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      {
        customerId: `gid://shopify/Customer/${customer.id}`,
        tags: ["Gold"],
        occurredAt: expect.any(String),
      },
    ]);
  });

  it("runs a bulk operation to its file before simulated time goes on", async () => {
    const run = `mutation { bulkOperationRunQuery(query: """{ customers { edges { node { id } } } }""") {
      bulkOperation { id } userErrors { message } } }`;
    expect((await graphql(run)).body).toMatchObject({ data: { bulkOperationRunQuery: { userErrors: [] } } });
    await devStore.advanceTo(new Date(devStore.store.clock.now().getTime() + 1000));
    expect(ofTopic("bulk_operations/finish")).toHaveLength(1);

    const [operation] = devStore.store.bulkOperations.values();
    const file = await fetch(`${devStore.urls.api}/bulk-files/${operation?.id}.jsonl`);
    expect((await file.text()).trim().split("\n")).toHaveLength(devStore.store.customers.size);
  });

  it("lets a shopper come back by a link with a code", async () => {
    const { store } = devStore;
    const [product] = store.products.values();
    const checkout = startCheckout(store, {
      lines: [{ productId: product?.id ?? 0, variantId: product?.variants[0]?.id ?? 0, quantity: 1 }],
      locale: "en",
      presentmentCurrency: "EUR",
    });
    updateCheckout(store, checkout, { email: "left@post.example" });
    createDiscount(store, { code: "BACK10", value: { kind: "percentage", fraction: 0.1 } });
    const { pathname, search } = new URL(checkout.recoverUrl);
    const { follow } = outsideOf(devStore);
    const redirect = encodeURIComponent(pathname + search);

    expect(await follow(`https://${store.shop.domain}/discount/BACK10?redirect=${redirect}`)).toEqual({
      checkoutToken: checkout.token,
      discountCode: "BACK10",
    });
    expect(await follow(`${devStore.urls.storefront}/products/none`)).toBeNull();
    expect(await follow("http://127.0.0.1:1/")).toBeNull();
  });

  it("keeps mails for the shoppers they are sent to", async () => {
    const transport = createTransport({ host: "127.0.0.1", port: devStore.smtpPort, secure: false });
    await transport.sendMail({ from: "a@shop.example", to: "Left@post.example", subject: "Hi", text: "Hi" });
    const { mail } = outsideOf(devStore);
    expect(mail.listFor("left@POST.example").map(({ subject }) => subject)).toEqual(["Hi"]);
    expect(mail.listFor("post.example")).toEqual([]);
  });

  it("presses the unsubscribe button for a shopper", async () => {
    await outsideOf(devStore).unsubscribe(`${devStore.urls.tunnel}/unsubscribe/1`);
    expect(receiver.received.at(-1)).toMatchObject({
      path: "/unsubscribe/1",
      body: "List-Unsubscribe=One-Click",
    });
  });

  it("lets two days of shoppers pass, every webhook of them answered", async () => {
    const before = devStore.store.orders.size;
    const target = new Date(devStore.store.clock.now().getTime() + 2 * 86_400_000);
    devStore.setLive(true);
    await devStore.advanceTo(target);
    devStore.setLive(false);

    const { shop, webhooks } = (await (await fetch(`${devStore.urls.api}/__control/counts`)).json()) as {
      shop: { ordersTotal: number };
      webhooks: { emitted: number; delivered: number; pending: number };
    };
    expect(shop.ordersTotal).toBeGreaterThan(before + 20);
    expect(ofTopic("orders/create")).toHaveLength(shop.ordersTotal - before);
    expect(webhooks).toMatchObject({ delivered: webhooks.emitted, pending: 0 });
    expect(devStore.store.clock.now().getTime() - target.getTime()).toBeLessThan(5000);
  });

  it("dies for the app when the merchant removes it", async () => {
    await post("/__control/uninstall", {});
    await devStore.webhooks.idle();
    expect(ofTopic("app/uninstalled")).toHaveLength(1);
    expect((await graphql("{ shop { name } }")).status).toBe(401);
  });
});
