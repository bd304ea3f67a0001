import { expect, test } from "vitest";

import { HOUR_MS, SECOND_MS } from "~/kit/duration";

import { backoffMs } from "./backoff";

test.each([
  [1, 5 * SECOND_MS],
  [2, 10 * SECOND_MS],
  [3, 20 * SECOND_MS],
  [10, 2_560 * SECOND_MS],
  [11, HOUR_MS],
  [1_000, HOUR_MS],
])("after failure %i the wait is %i ms", (attempt, delayMs) => {
  expect(backoffMs(attempt, 0)).toBe(delayMs);
});

test("it is spread by less than a fifth", () => {
  expect(backoffMs(1, 0.5)).toBe(5_500);
  expect(backoffMs(1, 0.999)).toBeLessThan(6_000);
  expect(backoffMs(50, 0.999)).toBeLessThan(1.2 * HOUR_MS);
});
