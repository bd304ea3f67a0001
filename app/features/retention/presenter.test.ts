import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { addMonths, dayIn, monthIn } from "~/kit/zone";
import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop } from "../../../tests/support/factories";
import { givenRandomStore, randomOrders } from "../../../tests/support/random-orders";
import { rememberingQuestions } from "../../../tests/support/query-plans";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import {
  presentDashboard,
  presentDashboardWindow,
  presentKeyFigures,
  recoveryReadings,
  winbackReadings,
} from "./presenter.server";
import { resolveWindow } from "./rules/window";
import { WINDOW_KEYS } from "./rules/window-keys";
import type { Coverage, DashboardData, MetricName, WindowKey } from "./schema";

const NOW = new Date("2026-11-23T10:00:00Z");

let testDb: TestDb;
let db: RootDb;
beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
});
afterAll(() => testDb.close());

let shops = 0;
const nextShopId = () => `shop${(shops += 1)}`;

const dashboardOf = async (shopId: string, windowKey: WindowKey, now = NOW): Promise<DashboardData> => {
  const shop = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  return presentDashboard(db, { shopId, shop, windowKey, now });
};

const reading = (data: DashboardData, metric: MetricName) => {
  const found = data.readings.find((candidate) => candidate.metric === metric);
  if (!found) throw new Error(`no reading of ${metric}`);
  return found;
};

/** The definitions of METRICS.md, word by word, over the raw orders up to an instant. */
async function recount(shopId: string, zone: string, range: { from: string; to: string; until?: Date }) {
  const until = range.until ?? new Date("9999-01-01");
  const all = (await db.order.findMany({ where: { shopId }, orderBy: { placedAt: "asc" } })).filter(
    (order) =>
      order.isValid && !order.isTest && !order.cancelledAt && order.netMinor > 0n && order.placedAt < until,
  );
  const dayOf = (order: (typeof all)[number]) => dayIn(zone, order.placedAt);
  const inside = all.filter((order) => dayOf(order) >= range.from && dayOf(order) <= range.to);
  const buyers = new Set(inside.flatMap((order) => order.customerId ?? []));
  const repeaters = [...buyers].filter(
    (customerId) =>
      all.filter((order) => order.customerId === customerId && dayOf(order) <= range.to).length >= 2,
  );
  const net = inside.reduce((sum, order) => sum + Number(order.netMinor), 0);
  return { all, inside, net, buyerCount: buyers.size, repeatBuyerCount: repeaters.length };
}

const zones = ["Europe/Warsaw", "America/New_York", "Pacific/Auckland"];

test("every figure equals a recount from raw orders, in every window and the one before", async () => {
  await fc.assert(
    fc.asyncProperty(randomOrders, fc.constantFrom(...zones), async (orders, zone) => {
      const shopId = nextShopId();
      await givenRandomStore(db, { shopId, zone, now: NOW, orders });
      for (const windowKey of WINDOW_KEYS) {
        const data = await dashboardOf(shopId, windowKey);
        const { from, to } = { from: data.window.range.from ?? "0000-01-01", to: data.window.shownTo };
        const truth = await recount(shopId, zone, { from, to });
        expect(reading(data, "orders").figure.value).toBe(truth.inside.length);
        expect(reading(data, "net-revenue").figure.value).toBe(truth.net);
        expect(reading(data, "buyers").figure.value).toBe(truth.buyerCount);
        expect(reading(data, "repeat-purchase-rate").figure).toEqual({
          value: truth.buyerCount === 0 ? null : truth.repeatBuyerCount / truth.buyerCount,
          numerator: truth.repeatBuyerCount,
          denominator: truth.buyerCount,
        });
        expect(data.trend.points.reduce((sum, point) => sum + point.netMinor, 0)).toBe(truth.net);
        expect(data.trend.points.reduce((sum, point) => sum + point.orderCount, 0)).toBe(truth.inside.length);
        await comparePrevious(shopId, zone, data);
      }
    }),
    { numRuns: 12 },
  );
});

async function comparePrevious(shopId: string, zone: string, data: DashboardData) {
  const previous = reading(data, "repeat-purchase-rate").previous;
  if (!previous || data.window.range.from === null) return;
  const days = Number(data.window.key);
  const shift = (day: string, count: number) =>
    new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
  const to = shift(data.window.range.from, -1);
  const { previousUntil: until } = resolveWindow(data.window.key, { now: NOW, zone });
  if (!until) throw new Error("a window of days has days before it");
  const truth = await recount(shopId, zone, { from: shift(data.window.range.from, -days), to, until });
  expect(previous).toMatchObject({ numerator: truth.repeatBuyerCount, denominator: truth.buyerCount });
  expect(reading(data, "net-revenue").previous?.value).toBe(truth.net);
}

test("every cohort cell equals a recount from raw orders", async () => {
  await fc.assert(
    fc.asyncProperty(randomOrders, fc.constantFrom(...zones), async (orders, zone) => {
      const shopId = nextShopId();
      await givenRandomStore(db, { shopId, zone, now: NOW, orders });
      const { cohorts } = await dashboardOf(shopId, "30");
      const { all } = await recount(shopId, zone, { from: "0000-01-01", to: "9999-12-31" });
      const named = all.filter((order) => order.customerId !== null);
      const cohortOf = new Map<string, string>();
      for (const order of named) {
        const id = order.customerId ?? "";
        if (!cohortOf.has(id)) cohortOf.set(id, monthIn(zone, order.placedAt));
      }
      const shown = [...new Set(cohortOf.values())].filter((month) => month >= cohorts.sinceMonth).sort();
      expect(cohorts.rows.map((row) => row.cohort)).toEqual(shown);
      for (const row of cohorts.rows) {
        expect(row.size).toBe([...cohortOf.values()].filter((month) => month === row.cohort).length);
        for (const cell of row.cells) {
          const inCell = named.filter(
            (order) =>
              cohortOf.get(order.customerId ?? "") === row.cohort &&
              monthIn(zone, order.placedAt) === addMonths(row.cohort, cell.offset),
          );
          expect(cell.customerCount).toBe(new Set(inCell.map((order) => order.customerId)).size);
          expect(cell.netMinor).toBe(inCell.reduce((sum, order) => sum + Number(order.netMinor), 0));
        }
      }
    }),
    { numRuns: 10 },
  );
});

test("cohorts are read from what is kept of them, and not counted from every month of every customer", async () => {
  const shopId = nextShopId();
  const shop = await givenShop(db, { id: shopId, domain: `${shopId}.myshopify.com` });
  const { db: watched, questions } = rememberingQuestions(db);
  await presentDashboard(watched, { shopId, shop, windowKey: "30", now: NOW });
  expect(questions.filter(({ sql }) => sql.includes("CustomerMonth"))).toEqual([]);
});

test("an order at 23:30 in Warsaw belongs to that day, whatever the day in UTC", async () => {
  const shopId = nextShopId();
  await givenShop(db, { id: shopId, domain: `${shopId}.myshopify.com` });
  const customer = await givenCustomer(db, { shopId });
  // 24 October 23:30 in Warsaw: the last minute before the 30 days begin; 25 October 00:10: their first.
  await givenOrder(db, { shopId, customerId: customer.id, placedAt: "2026-10-24T21:30:00Z" });
  const edge = await dashboardOf(shopId, "30");
  expect(edge.window.range.from).toBe("2026-10-25");
  expect(reading(edge, "orders").figure.value).toBe(0);
  await givenOrder(db, { shopId, customerId: customer.id, placedAt: "2026-10-24T22:10:00Z" });
  const after = await dashboardOf(shopId, "30");
  expect(reading(after, "orders").figure.value).toBe(1);
  expect(reading(after, "repeat-purchase-rate").figure).toMatchObject({ numerator: 1, denominator: 1 });
});

test("a currency without decimals has an average order value in whole units", async () => {
  const shopId = nextShopId();
  await givenShop(db, { id: shopId, domain: `${shopId}.myshopify.com`, currencyCode: "JPY" });
  await givenOrder(db, { shopId, currencyCode: "JPY", netMinor: 1_000, placedAt: "2026-11-20T12:00:00Z" });
  await givenOrder(db, { shopId, currencyCode: "JPY", netMinor: 1_501, placedAt: "2026-11-21T12:00:00Z" });
  const data = await dashboardOf(shopId, "30");
  expect(data.currencyCode).toBe("JPY");
  expect(reading(data, "average-order-value").figure).toEqual({
    value: 1_251,
    numerator: 2_501,
    denominator: 2,
  });
});

test("a store without orders has no rates, not rates of zero", async () => {
  const shopId = nextShopId();
  await givenShop(db, { id: shopId, domain: `${shopId}.myshopify.com` });
  const data = await dashboardOf(shopId, "all");
  expect(data.hasOrders).toBe(false);
  expect(reading(data, "repeat-purchase-rate").figure.value).toBeNull();
  expect(reading(data, "average-order-value").figure.value).toBeNull();
  expect(reading(data, "net-revenue").figure.value).toBe(0);
  expect(data.cohorts.rows).toEqual([]);
});

test("nothing is compared with days before the history begins", async () => {
  const shopId = nextShopId();
  const historySinceAt = new Date("2026-09-24T00:00:00Z");
  await givenShop(db, { id: shopId, domain: `${shopId}.myshopify.com`, historySinceAt });
  await givenOrder(db, { shopId, placedAt: "2026-09-25T12:00:00Z" });
  const month = await dashboardOf(shopId, "30");
  expect(month.coverage).toEqual({
    kind: "window",
    sinceOn: "2026-09-24",
    gaps: [],
    leftOutCount: 0,
    firstOrderOn: "2026-09-25",
  });
  expect(month.window.isPartial).toBe(false);
  // The 30 days before begin on 25 September: just covered.
  expect(reading(month, "orders").previous?.value).toBe(1);
  const quarter = await dashboardOf(shopId, "90");
  expect(quarter.window.isPartial).toBe(true);
  expect(reading(quarter, "orders").previous).toBeNull();
  const shop = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const asked = { shopId, shop, now: NOW };
  expect((await presentDashboardWindow(db, { ...asked, windowKey: "90" })).previous).toBeNull();
  expect(await presentDashboardWindow(db, { ...asked, windowKey: "30" })).toMatchObject({
    previousRange: { from: "2026-09-25", to: "2026-10-24" },
    range: { from: "2026-10-25", to: null },
    current: { from: new Date("2026-10-24T22:00:00Z"), to: new Date(NOW.getTime() + 1) },
    // Of its last day as much as of today: 11 hours.
    previous: { from: new Date("2026-09-24T22:00:00Z"), to: new Date("2026-10-24T09:00:00.001Z") },
  });
});

test("who bought before is not compared where the history was cut shortly before: everybody seems new there", async () => {
  const shopId = nextShopId();
  await givenShop(db, {
    ...{ id: shopId, domain: `${shopId}.myshopify.com` },
    historySinceAt: new Date("2026-09-24T00:00:00Z"),
  });
  // Each of them bought once a month, for years: of the first month they are known for, nobody knows what was before.
  for (let index = 0; index < 4; index += 1) {
    const { id: customerId } = await givenCustomer(db, { shopId });
    for (const day of ["2026-10-01", "2026-11-01"])
      await givenOrder(db, { shopId, customerId, placedAt: `${day}T12:00:00Z` });
  }
  const month = await dashboardOf(shopId, "30");
  expect(reading(month, "repeat-purchase-rate")).toMatchObject({
    figure: { value: 1, numerator: 4, denominator: 4 },
    previous: null,
    isPartial: true,
  });
  expect(reading(month, "buyers").previous?.value).toBe(4);
  const known = (historySinceAt: Date | null) =>
    db.shop.update({ where: { id: shopId }, data: { historySinceAt } });
  // A year before the 30 days before, which begin on 25 September.
  await known(new Date("2025-09-25T00:00:00Z"));
  const later = reading(await dashboardOf(shopId, "30"), "repeat-purchase-rate");
  expect(later).toMatchObject({ previous: { value: 0 }, isPartial: false });
  await known(new Date("2025-09-26T00:00:00Z"));
  const sooner = reading(await dashboardOf(shopId, "30"), "repeat-purchase-rate");
  expect(sooner).toMatchObject({ previous: null, isPartial: false });
  await known(null);
  const whole = reading(await dashboardOf(shopId, "all"), "repeat-purchase-rate");
  expect(whole).toMatchObject({ previous: null, isPartial: false });
});

test("a store that sells the same every day is shown no loss in the morning, when today is not over", async () => {
  const shopId = nextShopId();
  await givenShop(db, {
    id: shopId,
    domain: `${shopId}.myshopify.com`,
    historySinceAt: new Date("2026-09-01"),
  });
  const { id: customerId } = await givenCustomer(db, { shopId });
  // At 9 and at 20 in Warsaw, in winter time: today at 11 only the first of them was placed.
  for (let day = 0; day < 60; day += 1)
    for (const hour of day === 0 ? [8] : [8, 19]) {
      const placedAt = new Date(
        Date.parse(`2026-11-23T${String(hour).padStart(2, "0")}:00:00Z`) - day * 86_400_000,
      );
      await givenOrder(db, { shopId, customerId, placedAt, netMinor: 1_000 });
    }
  const data = await dashboardOf(shopId, "30");
  expect(reading(data, "orders")).toMatchObject({ figure: { value: 59 }, previous: { value: 59 } });
  expect(reading(data, "net-revenue").previous?.value).toBe(59_000);
  expect(reading(data, "buyers").previous?.value).toBe(1);
});

test("all accounts stand beside the lifetime repeat purchase rate as a second denominator", async () => {
  const shopId = nextShopId();
  const shop = await givenShop(db, { id: shopId, domain: `${shopId}.myshopify.com` });
  const buyer = await givenCustomer(db, { shopId });
  await givenCustomer(db, { shopId });
  await givenCustomer(db, { shopId, deletedAt: NOW });
  await givenOrder(db, { shopId, customerId: buyer.id });
  const [...readings] = await presentKeyFigures(db, { shopId, shop, windowKey: "all", now: NOW });
  expect(readings.find(({ metric }) => metric === "repeat-purchase-rate")).toMatchObject({
    figure: { numerator: 0, denominator: 1 },
    accountCount: 2,
  });
});

test("another shop's orders are in no figure", async () => {
  const mine = nextShopId();
  const theirs = nextShopId();
  for (const id of [mine, theirs]) await givenShop(db, { id, domain: `${id}.myshopify.com` });
  const customer = await givenCustomer(db, { shopId: theirs });
  await givenOrder(db, { shopId: theirs, customerId: customer.id, placedAt: "2026-11-20T12:00:00Z" });
  for (const windowKey of WINDOW_KEYS) {
    const data = await dashboardOf(mine, windowKey);
    expect(data.readings.map(({ figure }) => figure.numerator)).toEqual([0, 0, 0, 0, 0]);
    expect(data.cohorts.rows).toEqual([]);
  }
});

describe("the winback rate", () => {
  const figure = (numerator: number, denominator: number) => {
    return { value: numerator / denominator, numerator, denominator };
  };
  const facts = { lapseDays: 60, all: figure(3, 10), holdout: figure(1, 4) };
  const range = { from: "2026-10-25", to: null };
  const previousRange = { from: "2026-09-25", to: "2026-10-24" };
  const read = (over: Partial<Parameters<typeof winbackReadings>[0]> = {}) =>
    winbackReadings({
      ...{ current: facts, previous: facts, range, previousRange },
      coverage: { kind: "whole", sinceOn: null, gaps: [], leftOutCount: 0, firstOrderOn: "2026-01-01" },
      ...over,
    });

  test("opens those who came back, and all who were lost", () => {
    expect(read()).toMatchObject([
      {
        metric: "winback-rate",
        figure: { value: 0.3 },
        previous: { value: 0.3 },
        drillTo: "/app/dashboard/winback?who=recovered&from=2026-10-25",
        denominatorDrillTo: "/app/dashboard/winback?who=lost&from=2026-10-25",
        winback: { lapseDays: 60, isPartial: false },
      },
    ]);
  });

  test("of all time is none: there is no beginning to be lost at", () => {
    expect(read({ range: { from: null, to: null } })).toEqual([]);
  });

  test.each([
    ["2026-08-26", false],
    ["2026-08-27", true],
  ])(
    "with a history since %s is partial: %s, for it asks who ordered 60 days before",
    (sinceOn, isPartial) => {
      const coverage = { kind: "window", sinceOn, firstOrderOn: sinceOn } as Coverage;
      expect(read({ coverage })).toMatchObject([{ previous: null, winback: { isPartial } }]);
    },
  );
});

test("the recovery rate is recovered over reminded checkouts, unknown when nobody was written to", () => {
  const none = { recoveredNetMinor: 0, recovered: 0, messaged: 0, stillOpen: 0 };
  const some = { recoveredNetMinor: 9_000, recovered: 2, messaged: 8, stillOpen: 0 };
  const range = { from: "2026-10-25", to: null };
  const [revenue, rate] = recoveryReadings({ current: some, previous: none, range });
  expect(revenue?.figure.value).toBe(9_000);
  expect(rate?.figure).toEqual({ value: 0.25, numerator: 2, denominator: 8 });
  expect(rate?.previous?.value).toBeNull();
  expect(rate?.drillTo).toBe("/app/dashboard/recovered?from=2026-10-25");
});

test("the recovery rate is compared only once nobody of those reminded can still buy", () => {
  const before = { recoveredNetMinor: 9_000, recovered: 4, messaged: 8, stillOpen: 0 };
  const range = { from: "2026-10-25", to: null };
  const rateOf = (stillOpen: number) =>
    recoveryReadings({ current: { ...before, recovered: 1, stillOpen }, previous: before, range })[1];
  expect(rateOf(5)).toMatchObject({ figure: { value: 0.125 }, previous: null, stillOpenCount: 5 });
  expect(rateOf(0)).toMatchObject({ figure: { value: 0.125 }, previous: { value: 0.5 }, stillOpenCount: 0 });
});
