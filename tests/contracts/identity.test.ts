import { Kind, parse, print } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createShopifyGateway, type ShopifyGateway } from "~/integrations/shopify/gateway.server";
import {
  CustomersAgainDocument,
  OrdersAgainDocument,
  ProductsAgainDocument,
} from "~/integrations/shopify/generated/documents";
import { type NodeKind, NODES_AT_ONCE } from "~/integrations/shopify/node-reader";
import { buildRegistry } from "~/pipeline/jobs/registry.server";
import { drainJobs } from "~/pipeline/jobs/runner.server";
import { compareAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { registerMerge } from "~/pipeline/projections/merge/registration.server";
import { projectNodes } from "~/pipeline/projections/nodes.server";
import { refetchRegistration, registerRefetch } from "~/pipeline/projections/refetch/registration.server";
import { projectDeliveries } from "~/pipeline/projections/registry.server";
import { inTransaction } from "~/platform/db.server";
import { authenticateAdminRequest, configureShopify } from "~/shopify.server";

import { setAccountState } from "../../dev-store/commerce/accounts";
import { createCustomer } from "../../dev-store/commerce/customers";
import { mergeCustomers } from "../../dev-store/commerce/merge";
import { placeOrder } from "../../dev-store/commerce/order-placing";
import { requestedCost } from "../../dev-store/graphql/cost";
import { mintSessionToken } from "../../dev-store/oauth/session-token";
import { type DevStore, startDevStore } from "../../dev-store/start";
import type { StoreEvent } from "../../dev-store/state/store";
import { buildPayload } from "../../dev-store/webhooks/payloads/build";
import { givenShop, SHOP_ID } from "../support/factories";
import { createTestDb, type TestDb } from "../support/test-db";

const credentials = { apiKey: "identity-client", apiSecret: "identity-secret" };
const APP_URL = "https://perennial.example";

let testDb: TestDb;
let devStore: DevStore;
let shopify: { close: () => void };
let gateway: ShopifyGateway;
let webhooks: { topic: string; body: string; triggeredAt: Date }[] = [];

beforeAll(async () => {
  testDb = await createTestDb();
  devStore = await startDevStore({
    clientId: credentials.apiKey,
    clientSecret: credentials.apiSecret,
    seed: 5,
    customers: 60,
    years: 1,
  });
  gateway = createShopifyGateway({ db: testDb.db, credentials });
  shopify = await configureShopify({
    ...credentials,
    appUrl: APP_URL,
    db: testDb.db,
    devStoreUrl: devStore.urls.api,
    onInstalled: () => Promise.resolve(),
  });
  await authenticateAdminRequest(adminRequest());
  const { shop } = devStore.store;
  await givenShop(testDb.db, { domain: shop.domain, currencyCode: shop.currencyCode });
  registerMerge([]);
  registerRefetch(gateway);
  devStore.store.onEvent((event) => webhooks.push(deliveryOf(event)));
});
afterAll(async () => {
  shopify.close();
  await devStore.close();
  await testDb.close();
});

function adminRequest(): Request {
  const { domain } = devStore.store.shop;
  const url = new URL("/app", APP_URL);
  const host = Buffer.from(`admin.shopify.com/store/${domain.split(".")[0]}`).toString("base64");
  const token = mintSessionToken(devStore, { userId: 1 });
  const query = { shop: domain, host, embedded: "1", id_token: token, locale: "en" };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return new Request(url, { headers: { "User-Agent": "Mozilla/5.0 Chrome/140.0 Safari/537.36" } });
}

function deliveryOf(event: StoreEvent) {
  const body = JSON.stringify(buildPayload(devStore.store, event));
  return { topic: event.topic, body, triggeredAt: event.occurredAt };
}

const reader = () => gateway.nodes(devStore.store.shop.domain);
const gid = (type: string, { id }: { id: number }) => `gid://shopify/${type}/${id}`;
const shop = () => testDb.db.shop.findUniqueOrThrow({ where: { id: SHOP_ID } });

async function read(kind: NodeKind, gids: string[]) {
  const answer = await reader().readNodes(kind, gids);
  if (answer.kind !== "done") throw new Error(JSON.stringify(answer));
  return answer.result;
}

/** What the store told since the last call, in its order. */
async function hear(): Promise<void> {
  const deliveries = webhooks.map((one, index) => ({ ...one, deliveryId: `d${index}` }));
  webhooks = [];
  const now = devStore.store.clock.now();
  await inTransaction(testDb.db, async (tx) => {
    await projectDeliveries(tx, { shop: await shop(), deliveries, now });
  });
}

async function readAgain(): Promise<void> {
  const registry = buildRegistry(refetchRegistration.jobs, []);
  await drainJobs(testDb.db, registry, () => new Date(devStore.store.clock.now().getTime() + 10_000));
}

describe("records read again", () => {
  test.each([
    ["customers", CustomersAgainDocument],
    ["orders", OrdersAgainDocument],
    ["products", ProductsAgainDocument],
  ] as const)(
    "%s: as many as one call asks for cost at most half of the smallest bucket",
    (kind, document) => {
      const { definitions } = parse(print(document));
      const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
      if (!operation) throw new Error("no operation");
      const fragments = new Map(
        definitions.flatMap((node) =>
          node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
        ),
      );
      const ids = Array.from({ length: NODES_AT_ONCE[kind] }, (_none, index) => `gid://shopify/X/${index}`);
      const cost = requestedCost({ operation, fragments, variables: { ids } });
      expect(cost).toBeGreaterThan(NODES_AT_ONCE[kind]);
      expect(cost).toBeLessThanOrEqual(1_000);
    },
  );

  test.each(["customers", "orders", "products"] as const)(
    "%s come as the projections take them, and one that is gone does not come",
    async (kind) => {
      const type = { customers: "Customer", orders: "Order", products: "Product" }[kind];
      const gids = [...devStore.store[kind].values()].slice(0, 10).map((record) => gid(type, record));
      const nodes = await read(kind, [...gids, `gid://shopify/${type}/1`]);
      expect(nodes.map(({ id }) => id).sort()).toEqual(gids.sort());
      const { problems } = await inTransaction(testDb.db, async (tx) =>
        projectNodes(tx, { shop: await shop(), resource: kind, nodes, now: new Date(), silent: true }),
      );
      expect(problems).toEqual([]);
    },
  );

  test("an order with more lines than fit a page comes with all of them", async () => {
    const variants = [...devStore.store.products.values()].flatMap((product) =>
      product.variants.map((variant) => ({ productId: product.id, variantId: variant.id })),
    );
    const lines = variants.slice(0, 45).map((line, index) => ({ ...line, key: `k${index}`, quantity: 1 }));
    expect(lines.length).toBeGreaterThan(20);
    const order = placeOrder(devStore.store, { lines });
    const [node] = await read("orders", [gid("Order", order)]);
    const { nodes } = node?.["lineItems"] as { nodes: { id: string }[] };
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(lines.length);
  });
});

describe("a shopper's identity", () => {
  const buy = (over: Parameters<typeof placeOrder>[1] extends infer Input ? Partial<Input> : never) => {
    const [product] = devStore.store.products.values();
    const variantId = product?.variants[0]?.id ?? 0;
    const lines = [{ key: "k", productId: product?.id ?? 0, variantId, quantity: 1 }];
    return placeOrder(devStore.store, { lines, sourceName: "pos", ...over });
  };
  const ownerOf = async ({ id }: { id: number }) =>
    (await testDb.db.order.findFirst({ where: { shopId: SHOP_ID, id: `${SHOP_ID}_${id}` } }))?.customerId;

  test("a guest's order becomes the account's, and the account is told once", async () => {
    const order = buy({ email: "guest@letters.example" });
    await hear();
    expect(await ownerOf(order)).toBeNull();
    const customer = createCustomer(devStore.store, { email: "guest@letters.example", tags: ["newsletter"] });
    setAccountState(devStore.store, customer, "ENABLED");
    await hear();
    expect(await ownerOf(order)).toBe(`${SHOP_ID}_${customer.id}`);
    await readAgain();
    const stored = await testDb.db.customer.findFirstOrThrow({
      where: { shopId: SHOP_ID, gid: gid("Customer", customer) },
      include: { tags: true },
    });
    expect(stored.tags.map(({ tag }) => tag)).toEqual(["newsletter"]);
    expect(stored.emailConsentState).toBe("NOT_SUBSCRIBED");
    const accounts = { shopId: SHOP_ID, type: "customer.account-created", customerId: stored.id };
    expect(await testDb.db.domainEvent.count({ where: accounts })).toBe(1);
  });

  test("two customers that staff merge are one here, with the profile the store gave the kept one", async () => {
    const other = createCustomer(devStore.store, {
      email: "old@letters.example",
      tags: ["tea"],
      phone: "+48500100300",
    });
    const kept = createCustomer(devStore.store, { email: "new@letters.example", tags: ["VIP"] });
    const orders = [
      buy({ customerId: other.id, email: other.email }),
      buy({ customerId: kept.id, email: kept.email }),
    ];
    await hear();
    mergeCustomers(devStore.store, { kept, other });
    await hear();
    await readAgain();
    const keptId = `${SHOP_ID}_${kept.id}`;
    for (const order of orders) expect(await ownerOf(order)).toBe(keptId);
    const stored = await testDb.db.customer.findFirstOrThrow({
      where: { shopId: SHOP_ID, id: keptId },
      include: { tags: true },
    });
    expect(stored.tags.map(({ tag }) => tag).sort()).toEqual(["VIP", "tea"]);
    expect(stored).toMatchObject({ phone: "+48500100300", shopifyOrderCount: 2 });
    const hidden = await testDb.db.customer.findFirstOrThrow({
      where: { shopId: SHOP_ID, gid: gid("Customer", other) },
    });
    expect(hidden.mergedIntoId).toBe(keptId);
    expect(await compareAggregates(testDb.db, { shopId: SHOP_ID })).toEqual([]);
    expect(await testDb.db.refetchRequest.count()).toBe(0);
  });
});
