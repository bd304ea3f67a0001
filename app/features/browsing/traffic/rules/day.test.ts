import { describe, expect, test } from "vitest";

import { HOUR_MS, MINUTE_MS } from "~/kit/duration";

import {
  addFigures,
  countBrowser,
  countBrowsers,
  type Counting,
  NO_FIGURES,
  scaleFigures,
  type StoreOrder,
} from "./day";
import { bounceRate, cartAbandonment, meanTimeOnSite, sessionConversion, visitorConversion } from "./metrics";
import type { PageView } from "./sessions";

const START = Date.parse("2026-11-01T12:00:00Z");
const at = (ms: number) => new Date(START + ms);
const page = (browserKey: string, atMs: number, over: Partial<PageView> = {}): PageView => ({
  ...{ browserKey, pageKey: `p${atMs}`, openedAt: at(atMs), lastMs: 0, cartedMs: null, cartToken: null },
  ...{ isCartShown: false, checkoutId: null, samplePercent: 100 },
  ...over,
});
const order = (atMs: number, over: Partial<StoreOrder>): StoreOrder => ({
  ...{ id: `o${atMs}`, placedAt: at(atMs), checkoutId: null, cartToken: null },
  ...over,
});
const counting = (over: Partial<Counting> = {}): Counting => ({
  ...{ orders: [], abandonedAfterMs: HOUR_MS, now: at(24 * HOUR_MS) },
  ...over,
});

test("a browser is one visitor of the day, however many visits it makes", () => {
  const figures = countBrowser([page("b", 0), page("b", HOUR_MS), page("b", 2 * HOUR_MS)], counting());
  expect(figures).toMatchObject({ visitorCount: 1, sessionCount: 3, bounceCount: 3, stayedMs: 0 });
});

test.each([
  [30 * MINUTE_MS - 1, 0],
  [30 * MINUTE_MS, 1],
])("a visit is counted when it is over: %i ms after the last thing, %i", (ms, count) => {
  expect(countBrowser([page("b", 0)], counting({ now: at(ms) }))).toMatchObject({ sessionCount: count });
});

describe("an order came of a visit", () => {
  const visit = [page("b", 0, { checkoutId: "s_c", lastMs: MINUTE_MS })];
  test.each([
    ["from a checkout begun in it", order(5 * MINUTE_MS, { checkoutId: "s_c" }), 1],
    ["at the last moment before it is over", order(31 * MINUTE_MS, { checkoutId: "s_c" }), 1],
    ["when it is over", order(31 * MINUTE_MS + 1, { checkoutId: "s_c" }), 0],
    ["from another checkout", order(5 * MINUTE_MS, { checkoutId: "s_d" }), 0],
    ["from none", order(5 * MINUTE_MS, {}), 0],
  ])("%s", (_how, one, count) => {
    expect(countBrowser(visit, counting({ orders: [one, one] }))).toMatchObject({
      orderCount: count,
      buyerCount: count,
    });
  });
});

describe("a cart", () => {
  const filled = [page("b", 0, { cartedMs: 0, cartToken: "c1", isCartShown: true })];
  test.each([
    ["at its last minute", order(HOUR_MS, { cartToken: "c1" }), 1],
    ["later", order(HOUR_MS + 1, { cartToken: "c1" }), 0],
    ["from another cart", order(1_000, { cartToken: "c2" }), 0],
  ])("was ordered: %s", (_when, one, count) => {
    expect(countBrowser(filled, counting({ orders: [one] }))).toMatchObject({
      cartCount: 1,
      orderedCartCount: count,
    });
  });

  const bought = { checkoutId: "s_c", cartToken: "c1" };
  test.each([
    ["by its token", "c2", bought],
    ["by the time where nobody told its token", null, bought],
    ["by the time where the order names no cart", "c2", { checkoutId: "s_c" }],
  ])(
    "that was left after a purchase in the same visit was not ordered, known %s",
    (_how, cartToken, made) => {
      const pages = [
        page("b", 0, { cartedMs: 0, cartToken: "c1", isCartShown: true, checkoutId: "s_c" }),
        page("b", 10 * MINUTE_MS, { cartedMs: 0, cartToken, isCartShown: true }),
      ];
      const orders = [order(5 * MINUTE_MS, made)];
      expect(countBrowser(pages, counting({ orders }))).toMatchObject({ cartCount: 2, orderedCartCount: 1 });
    },
  );

  test("was not ordered by a checkout of its visit that came of another cart", () => {
    const pages = [...filled, page("b", MINUTE_MS, { checkoutId: "s_c", cartToken: "c2" })];
    const orders = [order(2 * MINUTE_MS, { checkoutId: "s_c", cartToken: "c2" })];
    expect(countBrowser(pages, counting({ orders }))).toMatchObject({ cartCount: 1, orderedCartCount: 0 });
  });

  test("into which something more was put while it was paid for was ordered", () => {
    const pages = [...filled, page("b", 3 * MINUTE_MS, { cartedMs: 0, cartToken: "c1" })];
    const orders = [order(2 * MINUTE_MS, { cartToken: "c1" })];
    expect(countBrowser(pages, counting({ orders }))).toMatchObject({ cartCount: 1, orderedCartCount: 1 });
  });

  test("whose order names no cart is known by the checkout of its visit", () => {
    const [cart] = filled;
    const pages = [...(cart ? [cart] : []), page("b", MINUTE_MS, { checkoutId: "s_c" })];
    const orders = [order(2 * MINUTE_MS, { checkoutId: "s_c" })];
    expect(countBrowser(pages, counting({ orders }))).toMatchObject({ orderedCartCount: 1 });
  });

  test("counts once a day, and its time runs from the last thing put into it", () => {
    const again = page("b", 2 * HOUR_MS, { cartedMs: 0, cartToken: "c1", isCartShown: true });
    const orders = [order(2 * HOUR_MS + MINUTE_MS, { cartToken: "c1" })];
    expect(countBrowser([...filled, again], counting({ orders }))).toMatchObject({
      sessionCount: 2,
      cartCount: 1,
      orderedCartCount: 1,
    });
  });

  test.each([
    [HOUR_MS - 1, 0],
    [HOUR_MS, 1],
  ])("is counted once it is decided: %i ms after the last thing put into it, %i", (ms, count) => {
    expect(countBrowser(filled, counting({ now: at(ms) }))).toMatchObject({ cartCount: count });
  });
});

test("browsers count by the rate of their day; what a rate stands for is scaled, and shares stay what they are", () => {
  const browsers = [
    [page("a", 0, { samplePercent: 10 })],
    [page("b", 0, { samplePercent: 10, lastMs: 60_000 })],
    [page("c", 0, { samplePercent: 10 }), page("c", HOUR_MS, { samplePercent: 100 })],
  ];
  const counted = countBrowsers(browsers, counting());
  expect([...counted.keys()].sort()).toEqual([10, 100]);
  const scaled = scaleFigures(counted.get(10) ?? NO_FIGURES, 10);
  expect(scaled).toMatchObject({ visitorCount: 20, sessionCount: 20, bounceCount: 10, stayedMs: 600_000 });
  const all = addFigures(scaled, counted.get(100) ?? NO_FIGURES);
  expect(all).toMatchObject({ visitorCount: 21, sessionCount: 22 });
  expect(bounceRate(scaled).value).toBe(0.5);
});

test("nothing to divide by is no number", () => {
  const metrics = [visitorConversion, sessionConversion, bounceRate, cartAbandonment, meanTimeOnSite];
  expect(metrics.map((metric) => metric(NO_FIGURES).value)).toEqual([null, null, null, null, null]);
});
