import { describe, expect, test } from "vitest";

import {
  BACKFILL_RESOURCES,
  type BackfillResource,
  type BackfillState,
  decideBulk,
  formatError,
  historySince,
  hasHistory,
  isComplete,
  isWorthRetrying,
  mayLoad,
  orderWindowStart,
  parseError,
  percentLoaded,
  unblockedBy,
} from "./rules";

const NOW = new Date("2026-03-01T12:00:00Z");

function states(
  over: Partial<Record<BackfillResource, BackfillState>> = {},
): Map<BackfillResource, BackfillState> {
  return new Map(BACKFILL_RESOURCES.map((resource) => [resource, over[resource] ?? "done"]));
}

describe("mayLoad", () => {
  test("customers and products wait for nobody", () => {
    const all = states({
      customers: "running",
      products: "running",
      orders: "running",
      checkouts: "running",
    });
    expect([mayLoad("customers", all), mayLoad("products", all)]).toEqual([true, true]);
  });

  test("orders wait for customers and products, checkouts for orders too", () => {
    expect(mayLoad("orders", states({ products: "loading" }))).toBe(false);
    expect(mayLoad("orders", states({ checkouts: "running" }))).toBe(true);
    expect(mayLoad("checkouts", states({ orders: "loading" }))).toBe(false);
    expect(mayLoad("checkouts", states())).toBe(true);
  });

  test("what failed holds nobody up", () => {
    expect(mayLoad("orders", states({ customers: "failed" }))).toBe(true);
  });
});

test("settling the last predecessor unblocks its successors", () => {
  expect(unblockedBy("customers", states({ products: "running" }))).toEqual([]);
  expect(unblockedBy("customers", states({ orders: "running" }))).toEqual(["orders"]);
  expect(unblockedBy("orders", states({ checkouts: "running" }))).toEqual(["checkouts"]);
  expect(unblockedBy("checkouts", states())).toEqual([]);
});

describe("decideBulk", () => {
  const decide = (state: Parameters<typeof decideBulk>[0], ageMs = 0, all = states()) =>
    decideBulk(state, { resource: "orders", states: all, ageMs, deadUrl: "https://dead" });

  test.each([
    [0, 2_000],
    [8_000, 2_000],
    [40_000, 10_000],
    [240_000, 60_000],
    [9_999_999, 60_000],
  ])("looks at a query of %i ms again after %i ms", (ageMs, afterMs) => {
    expect(decide({ kind: "running", objectCount: 7 }, ageMs)).toEqual({
      kind: "look-again",
      afterMs,
      objectCount: 7,
    });
  });

  const completed = {
    kind: "completed",
    url: "https://f",
    objectCount: 9,
    rootObjectCount: 3,
    fileBytes: 100,
  } as const;

  test("loads the file when it is its turn, counting parents", () => {
    expect(decide(completed)).toEqual({ kind: "load", url: "https://f", objectCount: 3, fileBytes: 100 });
  });

  test("holds the file while customers are being loaded", () => {
    expect(decide(completed, 0, states({ customers: "loading" }))).toMatchObject({
      kind: "hold",
      objectCount: 3,
    });
  });

  test("a completed query without a file had no rows", () => {
    expect(decide({ ...completed, url: null, rootObjectCount: 0 })).toEqual({ kind: "finish" });
  });

  test.each([null, "https://dead"])(
    "rows whose file is at %s are lost: the query has to run again",
    (url) => {
      expect(decide({ ...completed, url })).toMatchObject({ kind: "fail", code: "shopify-failed" });
    },
  );

  test.each([
    ["ACCESS_DENIED", "access-denied"],
    ["TIMEOUT", "shopify-failed"],
    ["CANCELED", "shopify-failed"],
  ])("fails with %s as %s", (code, expected) => {
    expect(decide({ kind: "failed", code })).toEqual({ kind: "fail", code: expected, detail: code });
  });
});

describe("the history window", () => {
  test("is sixty days without read_all_orders", () => {
    expect(orderWindowStart("read_orders,write_customers", NOW)).toEqual(new Date("2025-12-31T12:00:00Z"));
  });

  test("is open with it", () => {
    expect(orderWindowStart("read_orders, read_all_orders", NOW)).toBeNull();
  });

  test("never moves forward over what an earlier read brought", () => {
    const earlier = new Date("2025-06-01T00:00:00Z");
    expect(historySince(NOW, earlier)).toBe(earlier);
    expect(historySince(earlier, NOW)).toBe(earlier);
    expect(historySince(NOW, null)).toBe(NOW);
    expect(historySince(null, earlier)).toBeNull();
  });
});

test("everything is complete only when all four are done", () => {
  expect(isComplete(states())).toBe(true);
  expect(isComplete(states({ checkouts: "failed" }))).toBe(false);
  expect(isComplete(new Map([["customers", "done"]]))).toBe(false);
});

test("the history is here when customers and orders are, and the rest has ended, well or not", () => {
  expect(hasHistory(states())).toBe(true);
  expect(hasHistory(states({ checkouts: "failed" }))).toBe(true);
  expect(hasHistory(states({ checkouts: "loading" }))).toBe(false);
  expect(hasHistory(states({ customers: "failed" }))).toBe(false);
  expect(hasHistory(new Map([["customers", "done"]]))).toBe(false);
});

test("percent is 100 only when done, also when more was loaded than Shopify counted", () => {
  expect(percentLoaded({ state: "loading", loadedCount: 1, objectCount: 3 })).toBe(33);
  expect(percentLoaded({ state: "loading", loadedCount: 5, objectCount: 3 })).toBe(99);
  expect(percentLoaded({ state: "loading", loadedCount: 0, objectCount: 0 })).toBe(0);
  expect(percentLoaded({ state: "running", loadedCount: 0, objectCount: 3 })).toBe(0);
  expect(percentLoaded({ state: "done", loadedCount: 0, objectCount: 0 })).toBe(100);
});

test("errors are read as they were written", () => {
  expect(parseError(formatError("shop-gone", "a: b\nc"))).toEqual({ code: "shop-gone", detail: "a: b\nc" });
  expect(parseError("something else")).toEqual({ code: "load-failed", detail: "something else" });
  expect(parseError(null)).toBeNull();
});

test("only what time can mend is tried again by itself", () => {
  expect(isWorthRetrying("shopify-failed")).toBe(true);
  expect(isWorthRetrying("load-failed")).toBe(true);
  expect(isWorthRetrying("access-denied")).toBe(false);
  expect(isWorthRetrying("shop-gone")).toBe(false);
  expect(isWorthRetrying("refused")).toBe(false);
});
