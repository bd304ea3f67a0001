import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { DiscountWish } from "~/integrations/shopify/discount-wish";
import { createShopifyGateway, type ShopifyGateway } from "~/integrations/shopify/gateway.server";
import { compareAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { presentSyncState } from "~/pipeline/projections/backfill/queries.server";
import { registerBackfill } from "~/pipeline/projections/backfill/registration.server";
import { requestBackfill } from "~/pipeline/projections/backfill/request.server";
import { inTransaction } from "~/platform/db.server";
import { authenticateAdminRequest, configureShopify } from "~/shopify.server";

import { failNext, throttleNext } from "../../dev-store/graphql/faults";
import { expireTokens, grantScopes, uninstall } from "../../dev-store/oauth/installation";
import { mintSessionToken } from "../../dev-store/oauth/session-token";
import { type DevStore, startDevStore } from "../../dev-store/start";
import { givenShop, SHOP_ID } from "../support/factories";
import { createTestDb, type TestDb } from "../support/test-db";
import { createWorld } from "../support/world";

const credentials = { apiKey: "contract-client", apiSecret: "contract-secret" };
const APP_URL = "https://perennial.example";
const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

let testDb: TestDb;
let devStore: DevStore;
let shopify: { close: () => void };
let gateway: ShopifyGateway;
const installed: { shopDomain: string; scopes: string }[] = [];

beforeAll(async () => {
  testDb = await createTestDb();
  devStore = await startDevStore({
    clientId: credentials.apiKey,
    clientSecret: credentials.apiSecret,
    seed: 5,
    customers: 40,
    years: 1,
  });
  gateway = createShopifyGateway({ db: testDb.db, credentials });
  shopify = await configureShopify({
    ...credentials,
    appUrl: APP_URL,
    db: testDb.db,
    devStoreUrl: devStore.urls.api,
    onInstalled: (installation) => {
      installed.push(installation);
      return Promise.resolve();
    },
  });
  await authenticateAdminRequest(adminRequest());
});
afterAll(async () => {
  shopify.close();
  await devStore.close();
  await testDb.close();
});

function adminRequest(path = "/app", token = mintSessionToken(devStore, { userId: 1 })): Request {
  const url = new URL(path, APP_URL);
  const host = Buffer.from(`admin.shopify.com/store/${domain().split(".")[0]}`).toString("base64");
  const query = { shop: domain(), host, embedded: "1", id_token: token, locale: "pl-PL" };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return new Request(url, { headers: { "User-Agent": CHROME } });
}

const domain = () => devStore.store.shop.domain;
const session = () => testDb.db.session.findUniqueOrThrow({ where: { id: `offline_${domain()}` } });

function someCustomer() {
  const customer = [...devStore.store.customers.values()].find((candidate) => candidate.email);
  if (!customer) throw new Error("the demo shop has customers");
  return { customer, gid: `gid://shopify/Customer/${customer.id}` };
}

describe("opening the app in the admin", () => {
  test("exchanges the session token for an expiring offline token once, and tells of the installation", async () => {
    expect(await authenticateAdminRequest(adminRequest())).toEqual({
      shopDomain: domain(),
      locale: "pl-PL",
      staffId: "1",
    });
    expect(installed).toHaveLength(1);
    expect(installed[0]).toMatchObject({ shopDomain: domain() });
    expect(await session()).toMatchObject({ isOnline: false, shop: domain() });
    expect((await session()).refreshToken).toMatch(/^shprt_/);
    expect(Number((await session()).expires) - Date.now()).toBeGreaterThan(3_000_000);
  });

  test("with a session token of another app is turned away", async () => {
    const token = mintSessionToken(
      { ...devStore, app: { ...devStore.app, clientSecret: "x" } },
      { userId: 1 },
    );
    const answer: unknown = await authenticateAdminRequest(adminRequest("/app", token)).catch(
      (error: unknown) => error,
    );
    expect(answer).toBeInstanceOf(Response);
    expect((answer as Response).status).toBe(302); // To the page that fetches a fresh token.
  });
});

describe("the Admin API", () => {
  test("describes the shop and the granted scopes", async () => {
    const { shop } = devStore.store;
    expect(await gateway.readShopDetails(domain())).toMatchObject({
      kind: "done",
      result: { domain: shop.domain, currencyCode: shop.currencyCode, ianaTimezone: shop.ianaTimezone },
    });
  });

  test("adds and removes a customer's tags", async () => {
    const { customer, gid } = someCustomer();
    expect(await gateway.admin(domain()).addTags(gid, ["VIP Gold"])).toEqual({ kind: "done", result: null });
    expect(customer.tags).toContain("VIP Gold");
    expect(await gateway.admin(domain()).removeTags(gid, ["vip gold"])).toEqual({
      kind: "done",
      result: null,
    });
    expect(customer.tags).not.toContain("VIP Gold");
  });

  test("rejects changes of customers that are gone", async () => {
    const admin = gateway.admin(domain());
    expect(await admin.addTags("gid://shopify/Customer/1", ["VIP"])).toMatchObject({ kind: "rejected" });
    expect(await admin.readConsent("gid://shopify/Customer/1")).toEqual({ kind: "done", result: null });
    const wish = { channel: "email", state: "UNSUBSCRIBED", level: null, at: new Date() } as const;
    expect(await admin.updateConsent("gid://shopify/Customer/1", wish)).toMatchObject({ kind: "rejected" });
    expect(await admin.updateConsent("gid://shopify/Customer/1", { ...wish, channel: "sms" })).toMatchObject({
      kind: "rejected",
    });
  });

  test("reads and withdraws a customer's consent by each channel, with level and date; what is older is ignored", async () => {
    const { customer, gid } = someCustomer();
    customer.phone = "+48600100200";
    const at = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    for (const [channel, field] of [
      ["email", "emailConsent"],
      ["sms", "smsConsent"],
    ] as const) {
      const admin = gateway.admin(domain());
      customer[field] = { state: "SUBSCRIBED", optInLevel: "CONFIRMED_OPT_IN", updatedAt: null };
      expect(await admin.readConsent(gid)).toMatchObject({
        result: { [channel]: { state: "SUBSCRIBED", level: "CONFIRMED_OPT_IN", updatedAt: null } },
      });
      const wish = { channel, state: "UNSUBSCRIBED", level: "CONFIRMED_OPT_IN", at } as const;
      const record = { state: "UNSUBSCRIBED", level: "CONFIRMED_OPT_IN", updatedAt: at };
      expect(await admin.updateConsent(gid, wish)).toEqual({ kind: "done", result: record });
      expect(customer[field]).toMatchObject({ state: "UNSUBSCRIBED", updatedAt: at });
      const older = { ...wish, state: "SUBSCRIBED", at: new Date(at.getTime() - 1_000) } as const;
      expect(await admin.updateConsent(gid, older)).toEqual({ kind: "done", result: record });
    }
  });

  test("makes a personal discount once, however often it is asked for", async () => {
    const { customer, gid } = someCustomer();
    const discount = {
      code: "COME-BACK-1",
      title: "Cart recovery 1",
      value: { kind: "percentage", percentBp: 1_000 },
      minimum: null,
      items: { kind: "all" },
      combinesWith: { order: false, product: true, shipping: true },
      oncePerCustomer: true,
      usageLimit: 1,
      customerGid: gid,
      startsAt: new Date("2026-03-01T12:00:00Z"),
      endsAt: new Date("2030-03-08T12:00:00Z"),
    } as const satisfies DiscountWish;
    const first = await gateway.admin(domain()).createDiscount(discount);
    expect(first).toMatchObject({ kind: "done" });
    expect(await gateway.admin(domain()).createDiscount(discount)).toEqual(first);
    const made = [...devStore.store.discounts.values()].filter(({ code }) => code === discount.code);
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ customerIds: [customer.id], usageLimit: 1, value: { fraction: 0.1 } });
    const stranger = { ...discount, title: "Something else" };
    expect(await gateway.admin(domain()).createDiscount(stranger)).toMatchObject({
      kind: "rejected",
    });
  });

  const wish = (code: string, over: Partial<DiscountWish> = {}): DiscountWish => ({
    ...{ code, title: `Gift ${code}`, value: { kind: "percentage", percentBp: 1_000 }, minimum: null },
    ...{ items: { kind: "all" }, combinesWith: { order: true, product: true, shipping: true } },
    ...{ oncePerCustomer: true, usageLimit: 1, customerGid: null },
    ...{ startsAt: new Date("2026-03-01T12:00:00Z"), endsAt: new Date("2030-03-08T12:00:00Z") },
    ...over,
  });
  const made = (code: string) => devStore.store.findDiscountByCode(code);

  test("makes free shipping and amounts, moves their end and deletes them, each safe to repeat", async () => {
    const admin = gateway.admin(domain());
    const minimum = { kind: "amount", amountMinor: 2_000, currencyCode: "EUR" } as const;
    const shipping = wish("SHIP-1", { value: { kind: "free-shipping" }, minimum });
    const amount = wish("AMOUNT-1", { value: { kind: "amount", amountMinor: 500, currencyCode: "EUR" } });
    for (const [kind, one] of [
      ["shipping", shipping],
      ["goods", amount],
    ] as const) {
      const first = await admin.createDiscount(one);
      expect(await admin.createDiscount(one)).toEqual(first);
      if (first.kind !== "done") throw new Error(first.error);
      const { discountGid } = first.result;
      const endsAt = new Date("2031-01-01T00:00:00Z");
      for (const _twice of [1, 2])
        expect(await admin.updateDiscountEnd({ discountGid, kind, endsAt })).toMatchObject({ kind: "done" });
      expect(made(one.code)).toMatchObject({ endsAt });
      for (const _twice of [1, 2])
        expect(await admin.deleteDiscount(discountGid)).toMatchObject({ kind: "done" });
      expect(made(one.code)).toBeNull();
    }
  });

  test("adds many codes under one discount by itself, and tells which are taken", async () => {
    const admin = gateway.admin(domain());
    const pool = await admin.createDiscount(wish("POOL-1"));
    if (pool.kind !== "done") throw new Error(pool.error);
    const { discountGid } = pool.result;
    const added = await admin.addCodes({ discountGid, codes: ["POOL-1", "POOL-2", "POOL-3"] });
    if (added.kind !== "done") throw new Error(added.error);
    expect(await admin.readCodeCreation(added.result.creationGid)).toMatchObject({ kind: "unavailable" });
    devStore.store.clock.jumpTo(new Date(devStore.store.clock.now().getTime() + 10_000));
    expect(await admin.readCodeCreation(added.result.creationGid)).toMatchObject({
      result: { failed: [{ code: "POOL-1" }] },
    });
    expect(await admin.findOwnerOfCode("pool-3")).toEqual({ kind: "done", result: discountGid });
    expect(await admin.findOwnerOfCode("NOBODYS")).toEqual({ kind: "done", result: null });
  });

  test("tells of live discounts of others, and of all codes", async () => {
    const admin = gateway.admin(domain());
    await admin.createDiscount(wish("OURS-1"));
    const read = await admin.readLiveDiscounts();
    if (read.kind !== "done") throw new Error(read.error);
    expect(read.result).toMatchObject({ codeCount: devStore.store.discounts.size, isComplete: true });
    expect(read.result.discounts.length).toBeGreaterThan(0);
    expect(read.result.discounts.some(({ title }) => title === "Gift OURS-1")).toBe(false);
  });

  describe("gift cards and store credit", () => {
    const money = { amountMinor: 1_500, currencyCode: "EUR" };
    const rewards = [...Array(2).keys()];

    test("are refused before the store allows them", async () => {
      const { gid: customerGid } = someCustomer();
      const card = { ...money, code: "abcdefgh12345678", note: "Gift", customerGid, expiresOn: "2030-01-01" };
      const credit = { ...money, customerGid, expiresAt: new Date("2030-01-01T00:00:07Z") };
      expect(await gateway.admin(domain()).createGiftCard(card)).toMatchObject({ kind: "rejected" });
      expect(await gateway.admin(domain()).creditCustomer(credit)).toMatchObject({ kind: "rejected" });
    });

    test("are given once, however often they are asked for, also when the answer was lost", async () => {
      grantScopes(devStore.store, [
        "write_gift_cards",
        "read_store_credit_accounts",
        "write_store_credit_account_transactions",
      ]);
      const admin = gateway.admin(domain());
      const { gid: customerGid } = someCustomer();
      const card = {
        ...money,
        code: "abcdefgh12345678",
        note: "Gift 5678",
        customerGid,
        expiresOn: "2030-01-01",
      };
      const cards = [];
      for (const _twice of rewards) cards.push(await admin.createGiftCard(card));
      expect(cards[0]).toMatchObject({ kind: "done" });
      expect(cards[1]).toEqual(cards[0]);
      expect(await admin.createGiftCard({ ...card, note: "Another" })).toMatchObject({ kind: "rejected" });
      expect(devStore.store.giftCards.size).toBe(1);

      const credit = { ...money, customerGid, expiresAt: new Date("2030-01-01T00:00:07Z") };
      const credits = [];
      for (const _twice of rewards) credits.push(await admin.creditCustomer(credit));
      expect(credits[1]).toEqual(credits[0]);
      expect(
        await admin.creditCustomer({ ...credit, expiresAt: new Date("2030-01-01T00:00:08Z") }),
      ).not.toEqual(credits[0]);
      const [account] = devStore.store.storeCreditAccounts.values();
      expect(account?.credits).toHaveLength(2);
    });
  });

  test("is asked again after THROTTLED and after an outage", async () => {
    throttleNext(devStore.store, 1);
    expect(await gateway.readShopDetails(domain())).toMatchObject({ kind: "done" });
    failNext(devStore.store, 1);
    expect(await gateway.readShopDetails(domain())).toMatchObject({ kind: "done" });
  });

  test("is reached with renewed tokens after the old ones ran out", async () => {
    const before = await session();
    expireTokens(devStore.store);
    expect(await gateway.readShopDetails(domain())).toMatchObject({ kind: "done" });
    const after = await session();
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.refreshToken).not.toBe(before.refreshToken);
  });
});

describe("a backfill", () => {
  test("copies the whole shop, and its aggregates equal a recount", async () => {
    const { db } = testDb;
    const stagingDirectory = mkdtempSync(join(tmpdir(), "perennial-contract-"));
    await givenShop(db, { domain: domain(), scopes: devStore.app.scopes.join(",") });
    const world = createWorld(
      db,
      [registerBackfill(gateway, { stagingDirectory })],
      devStore.store.clock.now(),
    );
    await inTransaction(db, (tx) => requestBackfill(tx, { shopId: SHOP_ID, now: world.now() }));
    await vi.waitFor(
      async () => {
        world.at(new Date(world.now().getTime() + 60_000));
        await world.runJobs();
        const sync = await presentSyncState(db, { shopId: SHOP_ID });
        expect(sync.resources.map(({ resource, state, error }) => ({ resource, state, error }))).toEqual(
          sync.resources.map(({ resource }) => ({ resource, state: "done", error: null })),
        );
      },
      { timeout: 25_000, interval: 100 },
    );
    const { store } = devStore;
    expect({
      customers: await db.customer.count({ where: { shopId: SHOP_ID, registeredAt: { not: null } } }),
      orders: await db.order.count(),
      lines: await db.orderLine.count(),
      products: await db.product.count(),
      variants: await db.variant.count(),
    }).toEqual({
      customers: store.customers.size,
      orders: store.orders.size,
      lines: [...store.orders.values()].reduce((sum, order) => sum + order.lines.length, 0),
      products: store.products.size,
      variants: [...store.products.values()].reduce((sum, product) => sum + product.variants.length, 0),
    });
    expect(await db.checkout.count()).toBeGreaterThan(0);
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
    expect(await db.job.count({ where: { state: "dead" } })).toBe(0);
    world.close();
    rmSync(stagingDirectory, { recursive: true });
  });
});

describe("an uninstalled shop", () => {
  test("is gone", async () => {
    uninstall(devStore);
    expect(await gateway.readShopDetails(domain())).toMatchObject({ kind: "shop-gone" });
  });
});
