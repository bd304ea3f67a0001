import { describe, expect, test } from "vitest";

import { MINUTE_MS, SECOND_MS } from "~/kit/duration";

import { isBounce, type PageView, sessionsOf, stayOf } from "./sessions";

const START = Date.parse("2026-11-01T12:00:00Z");
const page = (key: string, atMs: number, over: Partial<PageView> = {}): PageView => ({
  ...{ browserKey: "b", pageKey: key, openedAt: new Date(START + atMs), lastMs: 0, cartedMs: null },
  ...{ cartToken: null, isCartShown: false, checkoutId: null, samplePercent: 100 },
  ...over,
});
const only = (...pages: PageView[]) => {
  const [session] = sessionsOf(pages);
  if (!session) throw new Error("there is no session");
  return session;
};

describe("a visit ends after half an hour of nothing", () => {
  test.each([
    [30 * MINUTE_MS - 1, 1],
    [30 * MINUTE_MS, 2],
    [30 * MINUTE_MS + 1, 2],
  ])("the next page %i ms later: %i visits", (gap, count) => {
    expect(sessionsOf([page("p1", 0), page("p2", gap)])).toHaveLength(count);
  });

  test("counted from the last thing that happened, not from the opening", () => {
    const pages = [page("p1", 0, { lastMs: 20 * MINUTE_MS }), page("p2", 49 * MINUTE_MS)];
    expect(sessionsOf(pages)).toMatchObject([{ pageCount: 2 }]);
  });

  test("of whichever page open at the time: a long one may outlast those opened after it", () => {
    const pages = [
      page("long", 0, { lastMs: 40 * MINUTE_MS }),
      page("short", MINUTE_MS),
      page("late", 60 * MINUTE_MS),
    ];
    expect(sessionsOf(pages)).toMatchObject([{ pageCount: 3 }]);
  });

  test("no pages, no visits; the order in which they are given does not matter", () => {
    expect(sessionsOf([])).toEqual([]);
    const pages = [page("p1", 0), page("p2", 5_000), page("p3", 40 * MINUTE_MS)];
    expect(sessionsOf(pages.toReversed())).toEqual(sessionsOf(pages));
  });
});

test("a visit lasts from the first thing that happened to the last; one of a single glance lasts nothing", () => {
  expect(stayOf(only(page("p1", 0)))).toBe(0);
  expect(stayOf(only(page("p1", 0, { lastMs: 10_000 })))).toBe(10_000);
  expect(stayOf(only(page("p1", 0, { lastMs: 10_000 }), page("p2", 60_000, { lastMs: 150 })))).toBe(60_150);
});

describe("a bounce", () => {
  test.each([
    [10 * SECOND_MS - 1, true],
    [10 * SECOND_MS, false],
    [10 * SECOND_MS + 1, false],
  ])("is one page looked at for less than 10 seconds: %i ms, %s", (lastMs, expected) => {
    expect(isBounce(only(page("p1", 0, { lastMs })))).toBe(expected);
  });

  test.each([
    ["two pages", [page("p1", 0), page("p2", 1_000)]],
    ["the cart", [page("p1", 0, { isCartShown: true })]],
    ["a checkout", [page("p1", 0, { checkoutId: "s_c" })]],
  ])("is none with %s", (_what, pages) => {
    expect(isBounce(only(...pages))).toBe(false);
  });
});

test("the first thing put into a cart is in the cart that a later page of the visit names", () => {
  const first = page("p1", 0, { cartedMs: 5_000 });
  expect(only(first, page("p2", 10_000, { cartToken: "c1" })).carts).toEqual([
    { token: "c1", cartedAt: new Date(START + 5_000) },
  ]);
  expect(only(first).carts).toEqual([{ token: null, cartedAt: new Date(START + 5_000) }]);
  expect(only(page("p1", 0, { cartToken: "c1" })).carts).toEqual([]);
});
