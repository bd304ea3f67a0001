import { readFileSync } from "node:fs";

import { parse } from "smol-toml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";
import type { ProjectionOutcome } from "~/pipeline/projections/outcome";
import { projectDeliveries } from "~/pipeline/projections/registry.server";
import { compareAggregates } from "~/pipeline/projections/aggregates/recount.server";
import { TOPICS } from "~/pipeline/projections/topics";
import { inTransaction } from "~/platform/db.server";

import { SimulatedClock } from "../../dev-store/clock";
import { seedHistory } from "../../dev-store/simulation/history";
import { LiveTraffic } from "../../dev-store/simulation/live-traffic";
import { daysAfter } from "../../dev-store/simulation/scene";
import { demoShop } from "../../dev-store/simulation/shop";
import { Store } from "../../dev-store/state/store";
import { buildPayload } from "../../dev-store/webhooks/payloads/build";
import { givenShop, SHOP_ID } from "../support/factories";
import { createTestDb, type TestDb } from "../support/test-db";

/*
 * The days of a simulated shop, delivered to the projections as Shopify documents it: whatever the shop tells is
 * understood, and the figures are those of the shop.
 */

const START = new Date("2026-11-30T07:00:00Z");
const DAYS = 6;

type Told = { topic: string; body: string; triggeredAt: Date };
type ToldOutcome = { topic: string; outcome: ProjectionOutcome };

let testDb: TestDb;
let db: RootDb;
let store: Store;
let told: Told[];
let outcomes: ToldOutcome[];

beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  store = new Store(demoShop(START), new SimulatedClock(() => START.getTime()));
  seedHistory(store, { seed: 1, customerCount: 60, until: START });
  await givenShop(db, { currencyCode: store.shop.currencyCode, ianaTimezone: store.shop.ianaTimezone });
  told = await daysOfTrade(store);
  outcomes = await projectAll(told);
}, 120_000);
afterAll(() => testDb.close());

async function daysOfTrade(shop: Store): Promise<Told[]> {
  const events: Told[] = [];
  shop.onEvent((event) =>
    events.push({
      topic: event.topic,
      body: JSON.stringify(buildPayload(shop, event)),
      triggeredAt: event.occurredAt,
    }),
  );
  const end = daysAfter(START, DAYS);
  const traffic = new LiveTraffic(shop, { seed: 5 });
  for (let now = traffic.nextAt(); now <= end; now = traffic.nextAt()) {
    shop.clock.jumpTo(now);
    await traffic.runDue(now);
  }
  return events;
}

async function projectAll(deliveries: readonly Told[]): Promise<ToldOutcome[]> {
  const { currencyCode, ianaTimezone } = store.shop;
  const shop = { id: SHOP_ID, domain: "demo-shop.myshopify.com", currencyCode, ianaTimezone };
  const ended: ToldOutcome[] = [];
  for (let from = 0; from < deliveries.length; from += 200) {
    const batch = deliveries
      .slice(from, from + 200)
      .map((delivery, index) => ({ ...delivery, deliveryId: String(from + index) }));
    const results = await inTransaction(db, (tx) =>
      projectDeliveries(tx, { shop, deliveries: batch, now: store.clock.now() }),
    );
    results.forEach((outcome, index) => ended.push({ topic: batch[index]?.topic ?? "", outcome }));
  }
  return ended;
}

const subscribed = (
  parse(readFileSync("shopify.app.toml", "utf8")) as { webhooks: { subscriptions: { topics?: string[] }[] } }
).webhooks.subscriptions.flatMap(({ topics = [] }) => topics);

describe("what a shop tells in six days", () => {
  test("is all subscribed to, and all understood", () => {
    expect(told.map(({ topic }) => topic).filter((topic) => !subscribed.includes(topic))).toEqual([]);
    expect(outcomes.filter(({ outcome }) => outcome.kind === "refused" || outcome.kind === "dead")).toEqual(
      [],
    );
  });

  test("speaks of every topic that such a shop can raise", () => {
    /** Asked for by people only, or not in the simulated shop. */
    const notByItself = [
      "checkouts/delete", "customers/delete", "customers/merge", "customers_marketing_consent/update",
      "orders/delete", "orders/edited", "orders/partially_fulfilled", "products/create", "products/delete",
      "customer.tags_removed", "returns/cancel", "returns/process", "returns/reopen", "returns/update", "discounts/update",
      "carts/update",
    ]; // prettier-ignore
    const heard = new Set(told.map(({ topic }) => topic));
    const missing = Object.keys(TOPICS).filter((topic) => !heard.has(topic) && !/^[A-Z]/.test(topic));
    expect(missing.filter((topic) => !notByItself.includes(topic))).toEqual([]);
  });

  test("leaves the shop's own sums for every customer it spoke of", async () => {
    expect(await compareAggregates(db, { shopId: SHOP_ID })).toEqual([]);
    const counted = await db.customer.findMany({ where: { shopifyOrderCount: { not: null } } });
    expect(counted.length).toBeGreaterThan(20);
    const merged = told.filter(({ topic }) => topic === "customers/merge").map(({ body }) => body);
    for (const { gid, shopifySpentMinor, shopifySpentCurrency } of counted) {
      // Their orders moved from one to the other.
      if (merged.some((body) => body.includes(`${gid}"`))) continue;
      const orders = [...store.orders.values()].filter(
        ({ customerId, test: isTest, cancelledAt }) =>
          `gid://shopify/Customer/${customerId}` === gid && !isTest && !cancelledAt,
      );
      const sum = orders
        .flatMap(({ transactions }) => transactions)
        .filter(({ status }) => status === "SUCCESS")
        .reduce((total, { kind, amount: { shop } }) => {
          if (kind === "REFUND") return total - shop.amountMinor;
          return kind === "SALE" || kind === "CAPTURE" ? total + shop.amountMinor : total;
        }, 0);
      expect([gid, Number(shopifySpentMinor), shopifySpentCurrency]).toEqual([
        gid,
        sum,
        store.shop.currencyCode,
      ]);
    }
  });

  test("keeps each order's payments, returns with their order, carts with their checkouts, and codes", async () => {
    for (const { id, transactions } of [...store.orders.values()].filter(
      ({ createdAt }) => createdAt > START,
    )) {
      const kept = await db.orderTransaction.count({
        where: { shopId: SHOP_ID, orderId: `${SHOP_ID}_${id}` },
      });
      expect([id, kept]).toEqual([id, transactions.filter(({ status }) => status !== "PENDING").length]);
    }
    for (const goods of [...store.returns.values()].filter(({ createdAt }) => createdAt > START)) {
      const row = await db.return.findFirstOrThrow({ where: { gid: `gid://shopify/Return/${goods.id}` } });
      expect(row).toMatchObject({ status: goods.status, orderId: `${SHOP_ID}_${goods.orderId}` });
    }
    const tokens = (await db.checkout.findMany()).map(({ cartToken }) => cartToken ?? "");
    expect(await db.cart.count({ where: { token: { in: tokens } } })).toBe(new Set(tokens).size);
    const campaigns = await db.discountRedeemCode.findMany({
      where: { codeKey: { startsWith: "campaign-" } },
    });
    const alive = [...store.discounts.values()].map(
      ({ redeemCodeId }) => `gid://shopify/DiscountRedeemCode/${redeemCodeId}`,
    );
    expect(campaigns.length).toBeGreaterThan(1);
    for (const { gid, removedAt } of campaigns)
      expect([gid, removedAt === null]).toEqual([gid, alive.includes(gid)]);
  });
});
