import { expect, test } from "vitest";

import { seededRandom } from "./seeded-random";

const row = (seed: string, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random());
};

test("the same seed gives the same numbers, another gives others", () => {
  expect(row("a", 5)).toEqual(row("a", 5));
  expect(row("a", 5)).not.toEqual(row("b", 5));
});

test("the numbers lie in [0, 1) and spread evenly", () => {
  const numbers = row("even", 20_000);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const tenths = Array.from(
    { length: 10 },
    (_, tenth) => numbers.filter((n) => Math.floor(n * 10) === tenth).length,
  );
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(200);
});
