import { expect, test } from "vitest";

import { attemptOf } from "./attempt";

const NOW = new Date("2026-03-01T12:00:00Z");

test("what Shopify did is done", () => {
  expect(attemptOf({ kind: "done", result: { discountGid: "g" } }, NOW)).toEqual({
    kind: "done",
    result: { discountGid: "g" },
  });
});

test("what it could not do now is tried again when it said", () => {
  expect(attemptOf({ kind: "unavailable", error: "THROTTLED", retryAfterMs: 2_000 }, NOW)).toEqual({
    kind: "unavailable",
    error: "THROTTLED",
    notBefore: new Date("2026-03-01T12:00:02Z"),
  });
});

test("what it refused is never tried again", () => {
  expect(attemptOf({ kind: "rejected", error: "no" }, NOW)).toEqual({ kind: "rejected", error: "no" });
});

test("a shop whose tokens are dead may come back: it waits, until the notice of the uninstall cancels it", () => {
  expect(attemptOf({ kind: "shop-gone", error: "401" }, NOW)).toEqual({ kind: "unavailable", error: "401" });
});
