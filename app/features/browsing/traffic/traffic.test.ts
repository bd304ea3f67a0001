import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { messagingRegistration } from "~/engine/messaging/registration.server";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { inTransaction, openDb, type RootDb } from "~/platform/db.server";
import { enforceRule } from "~/platform/privacy/enforce-rule.server";
import { getShop } from "~/shops/repository.server";
import { writeSetting } from "~/shops/settings.server";

import {
  givenCheckout,
  givenCustomer,
  givenOrder,
  givenShop,
  SHOP_ID,
} from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { browsingPrivacy } from "../privacy.server";
import { receiveBatch } from "../receive/service.server";
import { browsingRegistration } from "../registration.server";
import { type Batch, BROWSING_SETTINGS_KEY, PIXEL_STATE_KEY } from "../schema";
import { countDay } from "./count-day.server";
import { presentVisits } from "./presenter.server";
import { sweepVisits } from "./jobs.server";
import { joinPage } from "./repository.server";
import type { PageView } from "./rules/sessions";
import { isInSample } from "./rules/sample";

/** Noon of a Sunday in Warsaw. */
const START = Date.parse("2026-11-01T11:00:00Z");
const at = (ms: number) => new Date(START + ms);
const DAY = "2026-11-01";
const SECOND_MS = 1_000;
const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createWorld(db, [messagingRegistration, browsingRegistration], at(0));
  await givenShop(db);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

type Told = Partial<Batch> & { userAgent?: string };

/** What a browser tells at an instant: it opened the page so long before. */
function tell(ms: number, { userAgent = CHROME, ...over }: Told = {}) {
  const batch: Batch = {
    ...{ v: 1, account: SHOP_ID, client: "browser-one", consent: { analytics: true, marketing: true } },
    ...{ mark: null, cart: null, page: { id: "page-one", ms: 0 }, sights: [] },
    ...over,
  };
  return receiveBatch(db, batch, { origin: "https://demo-shop.myshopify.com", userAgent, now: at(ms) });
}

const set = (value: object) =>
  writeSetting(db, { shopId: SHOP_ID, key: BROWSING_SETTINGS_KEY, value, now: at(0) });

async function count(ms = DAY_MS, day = DAY): Promise<void> {
  await countDay(db, {
    ...{ shopId: SHOP_ID, zone: "Europe/Warsaw", day, abandonedAfterMinutes: 60, now: at(ms) },
  });
}
const counted = () =>
  db.visitSample.findMany({
    where: { shopId: SHOP_ID },
    orderBy: [{ day: "asc" }, { samplePercent: "asc" }],
    omit: { staysJson: true, shopId: true },
  });
const shown = async (ms = DAY_MS) =>
  presentVisits(db, {
    shopId: SHOP_ID,
    shop: await getShop(db, { shopId: SHOP_ID }),
    from: DAY,
    now: at(ms),
  });
const valueOf = async (metric: string) =>
  (await shown()).readings.find((reading) => reading.metric === metric)?.figure.value;

test("a visit that buys: from the batches of its pages to the figures of the day", async () => {
  await tell(0, { cart: null, sights: [{ kind: "product-viewed", product: "501" }] });
  await tell(30 * SECOND_MS, {
    page: { id: "page-one", ms: 30_000 },
    sights: [{ kind: "product-carted", product: "501" }],
  });
  await tell(40 * SECOND_MS, {
    page: { id: "page-two", ms: 0 },
    cart: "c1",
    sights: [{ kind: "cart-viewed" }],
  });
  await tell(60 * SECOND_MS, {
    ...{ page: { id: "page-three", ms: 0 }, cart: "c1" },
    sights: [{ kind: "checkout-started", checkout: "t1" }],
  });
  await tell(0, { client: "browser-two", page: { id: "page-of-two", ms: 0 } });
  await givenOrder(db, { checkoutToken: "t1", cartToken: "c1", placedAt: at(5 * MINUTE_MS) });
  await givenOrder(db, { checkoutToken: "of somebody without consent", placedAt: at(5 * MINUTE_MS) });
  await givenOrder(db, { placedAt: at(5 * MINUTE_MS), sourceName: "pos" });
  await count();
  expect(await counted()).toMatchObject([
    {
      ...{ day: DAY, samplePercent: 100, sessionCount: 2, visitorCount: 2, buyerCount: 1, orderCount: 1 },
      ...{ bounceCount: 1, stayedMs: 60_000n, cartCount: 1, orderedCartCount: 1 },
    },
  ]);
  const { coverage, readings, samplePercent } = await shown();
  expect(coverage).toEqual({ value: 0.5, numerator: 1, denominator: 2 });
  expect(samplePercent).toBeNull();
  expect(readings.map(({ metric, figure, isFew }) => [metric, figure.value, isFew])).toEqual([
    ["visitor-conversion", 0.5, true],
    ["session-conversion", 0.5, true],
    ["bounce-rate", 0.5, true],
    ["cart-abandonment", 0, true],
    ["checkout-abandonment", null, false],
    ["pixel-coverage", 0.5, true],
    ["time-mean", 30_000, true],
    ["time-median", 0, true],
  ]);
});

test("the order in which things are told, and their repeats, change nothing of the day's figures", async () => {
  const page = fc.record({
    browserKey: fc.constantFrom("a", "b", "c"),
    pageKey: fc.constantFrom("p1", "p2", "p3", "p4"),
    openedAt: fc.integer({ min: 0, max: 3 * HOUR_MS }).map(at),
    lastMs: fc.integer({ min: 0, max: HOUR_MS }),
    cartedMs: fc.option(fc.integer({ min: 0, max: HOUR_MS })),
    cartToken: fc.option(fc.constantFrom("c1", "c2")),
    isCartShown: fc.boolean(),
    checkoutId: fc.option(fc.constantFrom("s1_t1", "s1_t2")),
    samplePercent: fc.constantFrom(10, 100),
  });
  await givenOrder(db, { checkoutToken: "t1", placedAt: at(HOUR_MS) });
  await givenOrder(db, { cartToken: "c2", placedAt: at(HOUR_MS) });
  const figuresOf = async (pages: readonly PageView[]) => {
    await db.visitPage.deleteMany({ where: { shopId: SHOP_ID } });
    for (const one of pages) await joinPage(db, { shopId: SHOP_ID, ...one });
    await count();
    return db.visitSample.findMany({ where: { shopId: SHOP_ID }, orderBy: { samplePercent: "asc" } });
  };
  const told = fc.array(page, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(told, fc.infiniteStream(fc.nat()), async (pages, order) => {
      const straight = await figuresOf(pages);
      const shuffled = [...pages, ...pages.slice(0, 5)]
        .map((one) => ({ one, rank: order.next().value ?? 0 }))
        .sort((a, b) => a.rank - b.rank);
      expect(await figuresOf(shuffled.map(({ one }) => one))).toEqual(straight);
    }),
    { numRuns: 20 },
  );
});

test("a day is counted alike twice, and at the same time", async () => {
  await tell(0);
  await count();
  const before = await counted();
  await Promise.all([count(), count()]);
  expect(await counted()).toEqual(before);
});

test("a visit over midnight of the shop is one of either day", async () => {
  const midnight = 12 * HOUR_MS;
  await tell(midnight - 1);
  await tell(midnight, { page: { id: "page-two", ms: 0 } });
  for (const day of [DAY, "2026-11-02"]) await count(2 * DAY_MS, day);
  expect((await counted()).map(({ day, sessionCount }) => [day, sessionCount])).toEqual([
    [DAY, 1],
    ["2026-11-02", 1],
  ]);
});

describe("what is not counted", () => {
  test("programs that say so", async () => {
    await tell(0, { userAgent: "Googlebot/2.1 (+http://www.google.com/bot.html)" });
    expect(await db.visitPage.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });

  test("who withdraws the consent, from then on and of the day", async () => {
    await tell(0);
    await tell(1_000, { page: null, consent: { analytics: true, marketing: false } });
    await count();
    expect(await counted()).toEqual([]);
  });

  test("who does not want to be followed", async () => {
    const ada = await givenCustomer(db, { legacyId: 1 });
    await tell(0, { sights: [{ kind: "checkout-started", checkout: "t1" }] });
    await givenOrder(db, { customerId: ada.id, checkoutToken: "t1", placedAt: at(0) });
    await tell(1_000, { page: null, sights: [{ kind: "checkout-started", checkout: "t1" }] });
    await db.customer.updateMany({ where: { shopId: SHOP_ID, id: ada.id }, data: { dataSaleOptOut: true } });
    await tell(2_000);
    expect(await db.visitPage.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });

  test("pages that an older pixel does not tell of", async () => {
    await tell(0, { page: null, sights: [{ kind: "product-viewed", product: "1" }] });
    expect(await db.visitPage.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });
});

describe("a sample", () => {
  const clients = Array.from({ length: 60 }, (_none, index) => `browser-number-${index}`);

  test("has whole browsers in it or out of it, and stands for all", async () => {
    await set({ samplePercent: 25 });
    for (const client of clients) {
      await tell(0, { client, page: { id: "page-one", ms: 0 } });
      await tell(20_000, { client, page: { id: "page-two", ms: 0 } });
    }
    await count();
    const inSample = clients.filter((client) => isInSample(client, 25)).length;
    expect(await counted()).toMatchObject([
      { samplePercent: 25, visitorCount: inSample, sessionCount: inSample, bounceCount: 0 },
    ]);
    const { samplePercent, trend } = await shown();
    expect(samplePercent).toBe(25);
    expect(trend.periods[0]).toMatchObject({ from: DAY, sessionCount: inSample * 4 });
  });

  test("is raised once the pixel was told, and lowered at once", async () => {
    const now = at(0);
    await writeSetting(db, { shopId: SHOP_ID, key: PIXEL_STATE_KEY, value: { samplePercent: 1 }, now });
    for (const client of clients) await tell(0, { client });
    expect(await db.visitPage.count({ where: { shopId: SHOP_ID } })).toBe(
      clients.filter((client) => isInSample(client, 1)).length,
    );
  });
});

test("checkouts are those of all shoppers, once it is known what became of them", async () => {
  const started = (legacyId: number, ms: number, completedMs: number | null) =>
    givenCheckout(db, {
      ...{ legacyId, startedAt: at(ms), activeAt: at(completedMs ?? ms) },
      completedAt: completedMs === null ? null : at(completedMs),
    });
  await started(1, 0, HOUR_MS);
  await started(2, 0, HOUR_MS + 1);
  await started(3, 0, null);
  await started(4, HOUR_MS + 1, null);
  await started(5, -13 * HOUR_MS, null);
  await count(2 * HOUR_MS);
  const store = () => db.visitDay.findFirst({ where: { shopId: SHOP_ID, day: DAY } });
  expect(await store()).toMatchObject({ checkoutCount: 3, completedCheckoutCount: 1 });
  await count(2 * HOUR_MS + 1);
  expect(await store()).toMatchObject({ checkoutCount: 4, completedCheckoutCount: 1 });
  expect(await valueOf("checkout-abandonment")).toBe(0.75);
});

const YES = { analytics: true, marketing: true };

async function sweep(ms: number): Promise<void> {
  world.at(at(ms));
  await inTransaction(db, (tx) => sweepVisits.run(tx, world.now()));
  await world.runJobs();
}

const asked = () =>
  db.job.findMany({
    where: { name: "browsing.count-visits", dedupeKey: { startsWith: `${SHOP_ID}:` }, state: "queued" },
    orderBy: { runAt: "asc" },
    select: { runAt: true },
  });
async function runAt(ms: number): Promise<void> {
  world.at(at(ms));
  await world.runJobs();
}

describe("the count of an hour", () => {
  test("is asked for by its first page, once however many there are, and of every hour anew", async () => {
    await tell(0);
    await tell(MINUTE_MS, { page: { id: "page-two", ms: 0 } });
    await Promise.all([1, 2, 3].map((ms) => tell(ms, { client: `browser-number-${ms}` })));
    expect(await asked()).toEqual([{ runAt: at(HOUR_MS) }]);
    await tell(HOUR_MS - 1, { page: { id: "page-three", ms: 0 } });
    expect(await asked()).toHaveLength(1);
    await tell(HOUR_MS, { page: { id: "page-four", ms: 0 } });
    expect(await asked()).toEqual([{ runAt: at(HOUR_MS) }, { runAt: at(2 * HOUR_MS) }]);
  });

  test("is asked for once by several processes", async () => {
    await tell(0);
    const { runAt: first } = (await asked())[0] ?? {};
    const batch = { page: { id: "page-two", ms: 0 }, client: "browser-two" };
    const other = await openDb(testDb.url);
    await receiveBatch(
      other,
      { v: 1, account: SHOP_ID, consent: YES, mark: null, cart: null, sights: [], ...batch },
      { origin: "https://demo-shop.myshopify.com", userAgent: CHROME, now: at(MINUTE_MS) },
    );
    await other.$disconnect();
    expect(await asked()).toEqual([{ runAt: first }]);
  });

  test("is not asked for by what is not counted, and still is by the page after it", async () => {
    await tell(0, { page: null, sights: [{ kind: "product-viewed", product: "1" }] });
    await tell(1, { userAgent: "Googlebot/2.1 (+http://www.google.com/bot.html)" });
    await tell(2, { consent: { analytics: false, marketing: false } });
    expect(await asked()).toEqual([]);
    await tell(3);
    expect(await asked()).toHaveLength(1);
  });

  test("goes on every hour until everything is decided, and then no more", async () => {
    await set({ abandonedAfterMinutes: 90 });
    await tell(0, { cart: "c1", sights: [{ kind: "product-carted", product: "501" }] });
    await runAt(HOUR_MS);
    expect(await counted()).toMatchObject([{ day: DAY, sessionCount: 1, cartCount: 0 }]);
    expect(await asked()).toEqual([{ runAt: at(2 * HOUR_MS) }]);
    await runAt(2 * HOUR_MS);
    expect(await counted()).toMatchObject([{ cartCount: 1, orderedCartCount: 0 }]);
    expect(await asked()).toEqual([{ runAt: at(3 * HOUR_MS) }]);
    await runAt(3 * HOUR_MS);
    expect(await asked()).toEqual([]);
  });

  test("that failed is made up for by the next one", async () => {
    await tell(0);
    await giveUp();
    await tell(HOUR_MS, { page: { id: "page-two", ms: 0 } });
    await runAt(2 * HOUR_MS);
    expect(await counted()).toMatchObject([{ day: DAY, sessionCount: 2 }]);
  });

  test("that failed, with nothing after it, is made up for by the day", async () => {
    await tell(0);
    await giveUp();
    await sweep(DAY_MS);
    expect(await counted()).toMatchObject([{ day: DAY, sessionCount: 1 }]);
  });

  async function giveUp(): Promise<void> {
    const where = { shopId: SHOP_ID, name: "browsing.count-visits" };
    await db.job.updateMany({ where, data: { state: "dead", attempt: 3 } });
  }
});

describe("the day", () => {
  test("counts the last three days, those without a page too; one without anything is a zero", async () => {
    await tell(0);
    await givenOrder(db, { checkoutToken: "t1", placedAt: at(5 * MINUTE_MS) });
    await givenOrder(db, { checkoutToken: "t2", placedAt: at(2 * DAY_MS) });
    await sweep(2 * DAY_MS + HOUR_MS);
    const days = await db.visitDay.findMany({ where: { shopId: SHOP_ID }, orderBy: { day: "asc" } });
    expect(days.map(({ day, orderCount }) => [day, orderCount])).toEqual([
      [DAY, 1],
      ["2026-11-03", 1],
    ]);
    const { trend, coverage } = await shown(2 * DAY_MS + HOUR_MS);
    expect(trend.periods.map(({ from, sessionCount }) => [from, sessionCount])).toEqual([
      [DAY, 1],
      ["2026-11-02", 0],
      ["2026-11-03", 0],
    ]);
    expect(coverage).toMatchObject({ numerator: 0, denominator: 2 });
  });

  test("leaves the figures of days whose pages were deleted", async () => {
    await tell(0);
    await runAt(HOUR_MS);
    const figures = await counted();
    expect(figures).toMatchObject([{ day: DAY, sessionCount: 1 }]);
    for (const rule of browsingPrivacy.retention ?? []) {
      if (rule.period !== "visits") continue;
      const before = at(DAY_MS);
      await inTransaction(db, (tx) => enforceRule(tx, { rule, shopId: SHOP_ID, before, limit: 100 }), {
        shopId: SHOP_ID,
      });
    }
    expect(await db.visitPage.count({ where: { shopId: SHOP_ID } })).toBe(0);
    await sweep(4 * DAY_MS);
    expect(await counted()).toEqual(figures);
  });

  test("asks for all shops, one after another through the day, and for none twice", async () => {
    for (const id of ["s2", "s3", "s4"]) await givenShop(db, { id, domain: `${id}.myshopify.com` });
    for (const _again of [1, 2]) await inTransaction(db, (tx) => sweepVisits.run(tx, at(0)));
    const jobs = await db.job.findMany({
      where: { name: "browsing.count-visits" },
      orderBy: { runAt: "asc" },
    });
    expect(jobs.map((job) => job.runAt)).toEqual([0, 6, 12, 18].map((hours) => at(hours * HOUR_MS)));
  });
});
