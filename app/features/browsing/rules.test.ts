import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DAY_MS } from "~/kit/duration";

import {
  type CartFacts,
  chooseLook,
  decideCart,
  interestSince,
  isOriginKnown,
  type Look,
  QUIET_MS,
  rankLooks,
} from "./rules";

const START = Date.parse("2026-11-01T12:00:00Z");
const at = (ms: number) => new Date(START + ms);
const day = (days: number, ms = 0) => at(days * DAY_MS + ms);
const look = (productId: string, over: Partial<Look> = {}): Look => ({
  productId,
  viewCount: 1,
  isCarted: false,
  lastViewedAt: at(0),
  ...over,
});

describe("the most telling product of a visit", () => {
  test("is in the cart, else was looked at most often, else last", () => {
    const ranked = rankLooks([
      look("once"),
      look("later", { lastViewedAt: at(1) }),
      look("often", { viewCount: 2 }),
      look("carted", { isCarted: true }),
    ]);
    expect(ranked.map(({ productId }) => productId)).toEqual(["carted", "often", "later", "once"]);
  });

  test("is the same in whatever order they come", () => {
    const looks = [look("a"), look("b"), look("c", { viewCount: 3 }), look("d", { lastViewedAt: at(5) })];
    const expected = rankLooks(looks);
    fc.assert(
      fc.property(fc.shuffledSubarray(looks, { minLength: looks.length }), (shuffled) => {
        expect(rankLooks(shuffled)).toEqual(expected);
      }),
    );
  });
});

describe("an interest in a product", () => {
  test.each([
    ["a millisecond less than the days apart is the same one", day(-30, 1), day(-30, 1)],
    ["as many days apart is a new one", day(-30), day(0)],
  ])("%s", (_what, earlier, since) => {
    expect(interestSince([day(0), earlier], day(0), 30)).toEqual(since);
  });

  test("goes on from visit to visit, and ends where one was left out", () => {
    expect(interestSince([day(-60), day(-29), day(-10), day(0)], day(0), 30)).toEqual(day(-29));
    expect(interestSince([day(-58), day(-29), day(0), day(5)], day(0), 30)).toEqual(day(-58));
  });
});

describe("what a mail about a visit is about", () => {
  const visit = day(0);
  const facts = (over: Partial<Parameters<typeof chooseLook>[0]> = {}) => ({
    visit,
    looks: [look("old", { viewCount: 5 }), look("new", { viewCount: 2 })],
    hasActed: false,
    buyable: new Set(["old", "new"]),
    visitsOf: new Map([
      ["old", [day(-3), visit]],
      ["new", [visit]],
    ]),
    ...over,
  });
  const settings = { minViews: 1, againAfterDays: 30 };

  test("is a product that is new to them, before one that a mail may have been about", () => {
    expect(chooseLook(facts(), settings)).toEqual({ productId: "new", since: visit });
    expect(chooseLook(facts({ looks: [look("old")] }), settings)).toEqual({
      productId: "old",
      since: day(-3),
    });
  });

  test.each([
    ["they bought or went to check out", { hasActed: true }],
    ["something is in the cart", { looks: [look("new"), look("other", { isCarted: true })] }],
    ["nothing of it can be bought", { buyable: new Set<string>() }],
    ["nothing was looked at", { looks: [] }],
  ])("is nothing when %s", (_why, over) => {
    expect(chooseLook(facts(over), settings)).toBeNull();
  });

  test.each([
    [2, "new"],
    [3, "old"],
    [6, undefined],
  ])("counts only what was looked at %i times", (minViews, expected) => {
    expect(chooseLook(facts(), { ...settings, minViews })?.productId).toBe(expected);
  });
});

describe("a cart", () => {
  const cart = (over: Partial<CartFacts> = {}): CartFacts => ({
    seenAt: at(0),
    cart: { activeAt: at(-1_000), itemCount: 1 },
    hasCheckedOut: false,
    hasOrdered: false,
    isBuyable: true,
    ...over,
  });

  test.each([
    [QUIET_MS - 1, { kind: "wait", until: at(QUIET_MS) }],
    [QUIET_MS, { kind: "left", leftAt: at(0) }],
    [QUIET_MS + 1, { kind: "left", leftAt: at(0) }],
  ])("is left after half an hour in which nothing happened (%i ms)", (ms, verdict) => {
    expect(decideCart(cart(), at(ms))).toEqual(verdict);
  });

  test("is left from the last thing on, whether the browser or the store told of it", () => {
    const changed = cart({ cart: { activeAt: at(5_000), itemCount: 1 } });
    expect(decideCart(changed, at(QUIET_MS))).toEqual({ kind: "wait", until: at(QUIET_MS + 5_000) });
    expect(decideCart(changed, at(QUIET_MS + 5_000))).toEqual({ kind: "left", leftAt: at(5_000) });
  });

  test.each([
    ["cart-ordered", { hasOrdered: true, hasCheckedOut: true }],
    ["cart-checked-out", { hasCheckedOut: true }],
    ["cart-empty", { cart: { activeAt: at(0), itemCount: 0 } }],
    ["cart-sold-out", { isBuyable: false }],
  ])("is not left: %s", (reason, over) => {
    expect(decideCart(cart(over), at(QUIET_MS))).toEqual({ kind: "settled", reason });
  });

  test("of which the store told nothing is waited for a day", () => {
    const untold = cart({ cart: null });
    expect(decideCart(untold, day(1, -1))).toEqual({ kind: "wait", until: day(1) });
    expect(decideCart(untold, day(1))).toEqual({ kind: "settled", reason: "cart-untold" });
  });
});

test.each([
  [null, false],
  ["null", true],
  ["https://shop.example", true],
  ["http://shop.example", false],
  ["https://shop.example.evil.example", false],
  ["https://evil.example", false],
  ["", false],
])("a request from %s is one of the store's pages: %s", (origin, isKnown) => {
  expect(isOriginKnown(origin, ["https://shop.example", "https://demo-shop.myshopify.com"])).toBe(isKnown);
});
