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
    kind: "retry",
    error: "THROTTLED",
    notBefore: new Date("2026-03-01T12:00:02Z"),
  });
});

test.each(["rejected", "shop-gone"] as const)("%s is never tried again", (kind) => {
  expect(attemptOf({ kind, error: "no" }, NOW)).toEqual({ kind: "rejected", error: "no" });
});
