import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createShopifyGateway, type ShopifyGateway } from "~/integrations/shopify/gateway.server";
import { readFlowSettings } from "~/features/shopify-flow/triggers/use.server";
import { shopifyFlowRegistration } from "~/features/shopify-flow/registration.server";
import { provideDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";
import { action as doAction } from "~/routes/flow.actions.$handle";
import { action as hearOfWorkflow } from "~/routes/flow.lifecycle";
import { requireBuyer, requireStaff } from "~/shops/extension/require-extension.server";
import { authenticateAdminRequest, configureShopify } from "~/shopify.server";

import { runAction, switchWorkflow } from "../../dev-store/flow/calls";
import { mintBuyerToken, mintSessionToken } from "../../dev-store/oauth/session-token";
import { type DevStore, startDevStore } from "../../dev-store/start";
import { createAutomationWorld } from "../support/automation-world";
import { givenCustomer, givenShop, SHOP_ID } from "../support/factories";
import { createTestDb, type TestDb } from "../support/test-db";
import type { World } from "../support/world";

/* Extensions and Shopify Flow as the store serves them, over HTTP, against the routes of the app. */

const credentials = {
  apiKey: process.env.SHOPIFY_API_KEY ?? "",
  apiSecret: process.env.SHOPIFY_API_SECRET ?? "",
};
const APP_URL = "https://perennial.example";
const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

let testDb: TestDb;
let db: RootDb;
let world: World;
let devStore: DevStore;
let app: Server;
let shopify: { close: () => void };
let gateway: ShopifyGateway;
let customerId: number;

beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  provideDb(db);
  devStore = await startDevStore({
    ...{ clientId: credentials.apiKey, clientSecret: credentials.apiSecret, seed: 5, customers: 5, years: 1 },
  });
  world = createAutomationWorld(db, devStore.store.clock.now(), [shopifyFlowRegistration]);
  gateway = createShopifyGateway({ db, credentials });
  shopify = await configureShopify({
    ...{ ...credentials, appUrl: APP_URL, db, devStoreUrl: devStore.urls.api },
    onInstalled: () => Promise.resolve(),
  });
  await authenticateAdminRequest(adminRequest());
  app = await serveFlow();
  devStore.setAppUrl(`http://127.0.0.1:${(app.address() as AddressInfo).port}`);
  customerId = [...devStore.store.customers.keys()][0] ?? 0;
  await givenShop(db, { domain: devStore.store.shop.domain });
  await givenCustomer(db, { legacyId: customerId });
});
afterAll(async () => {
  app.close();
  world.close();
  shopify.close();
  await devStore.close();
  await testDb.close();
});

function adminRequest(): Request {
  const { domain } = devStore.store.shop;
  const url = new URL("/app", APP_URL);
  const host = Buffer.from(`admin.shopify.com/store/${domain.split(".")[0]}`).toString("base64");
  const query = { shop: domain, host, embedded: "1", id_token: mintSessionToken(devStore, { userId: 1 }) };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return new Request(url, { headers: { "User-Agent": CHROME } });
}

/** The two addresses that Flow calls, as the web process would answer them. */
async function serveFlow(): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const answer = async () => {
      const headers = Object.entries(incoming.headers).map(
        ([name, value]) => [name, String(value)] as [string, string],
      );
      const body = await buffer(incoming);
      const request = new Request(`${APP_URL}${incoming.url}`, { method: "POST", headers, body });
      const [, handle] = /^\/flow\/actions\/([\w-]+)$/.exec(incoming.url ?? "") ?? [];
      const response = await (handle
        ? doAction({ request, params: { handle }, context: {} })
        : hearOfWorkflow({ request, params: {}, context: {} }));
      outgoing.writeHead(response.status, { "Content-Type": "application/json" }).end(await response.text());
    };
    void answer();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("Shopify Flow", () => {
  test("tells of a workflow that was switched on, and is believed", async () => {
    expect(await switchWorkflow(devStore, { handle: "anniversary", on: true })).toMatchObject({
      status: 204,
    });
    expect((await readFlowSettings(db, { shopId: SHOP_ID })).triggers.anniversary?.isUsed).toBe(true);
  });

  test("takes a trigger of ours by the document we send, and keeps what it tells", async () => {
    const admin = gateway.admin(devStore.store.shop.domain);
    const payload = { Years: 3, Occasion: "2026", customer_id: customerId };
    expect(await admin.receiveFlowTrigger({ handle: "anniversary", payload })).toEqual({
      kind: "done",
      result: null,
    });
    expect(devStore.store.flowSignals).toMatchObject([{ handle: "anniversary", payload }]);
    const refused = await admin.receiveFlowTrigger({ handle: "nobody-knows", payload });
    expect(refused).toMatchObject({
      kind: "rejected",
      error: expect.stringContaining("Invalid handle") as string,
    });
  });

  test("has a code made by an action, once per run", async () => {
    const wish = { handle: "issue-code", customerId, properties: { percent: 15, days: 14 }, runId: "run-1" };
    const first = await runAction(devStore, wish);
    expect(first).toMatchObject({ status: 200, body: { message: "Incentive requested from the store." } });
    expect(await runAction(devStore, wish)).toEqual(first);
    expect(await db.issuedCode.count({ where: { shopId: SHOP_ID } })).toBe(1);
  });

  test("is told why when the step fails", async () => {
    const wish = { handle: "start-automation", customerId, properties: { automation: "Nowhere" } };
    expect(await runAction(devStore, wish)).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining("no live flow of that name") as string },
    });
  });

  test("of another app's secret is not believed", async () => {
    const other = { store: devStore.store, app: { ...devStore.app, clientSecret: "other" } };
    expect(await switchWorkflow(other, { handle: "win-back", on: true })).toMatchObject({ status: 401 });
    const wish = { handle: "issue-code", customerId, properties: { percent: 15, days: 14 } };
    expect(await runAction(other, wish)).toMatchObject({ status: 401 });
  });
});

describe("session tokens that the store hands out", () => {
  const asked = (token: string) => ({
    request: new Request(`${APP_URL}/api/member`, { headers: { Authorization: `Bearer ${token}` } }),
    context: {},
  });
  const statusOf = (work: Promise<unknown>) =>
    work.then(
      () => 200,
      (thrown: unknown) => (thrown as Response).status,
    );

  test("let in whom they name", async () => {
    const buyer = await requireBuyer(asked(mintBuyerToken(devStore, { customerId })));
    expect(buyer).toMatchObject({ shopId: SHOP_ID, customerGid: `gid://shopify/Customer/${customerId}` });
    const anonymous = await requireBuyer(asked(mintBuyerToken(devStore, { customerId: null })));
    expect(anonymous.customerGid).toBeNull();
    const staff = await requireStaff(asked(mintSessionToken(devStore, { userId: 7 })));
    expect(staff).toMatchObject({ shopId: SHOP_ID, staffId: "7" });
  });

  test("of one kind do not pass for the other, and those of another app pass for nothing", async () => {
    const other = { ...devStore, app: { ...devStore.app, clientId: "other" } };
    expect(await statusOf(requireStaff(asked(mintBuyerToken(devStore, { customerId }))))).toBe(401);
    expect(await statusOf(requireBuyer(asked(mintSessionToken(devStore, { userId: 7 }))))).toBe(401);
    expect(await statusOf(requireBuyer(asked(mintBuyerToken(other, { customerId }))))).toBe(401);
    expect(await statusOf(requireStaff(asked(mintSessionToken(other, { userId: 7 }))))).toBe(401);
  });
});
