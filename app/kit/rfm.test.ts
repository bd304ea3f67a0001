import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { rfmBounds, type RfmFigures, rfmScore } from "./rfm";

const buyer = (daysSinceLast: number, orderCount: number, netMinor: number): RfmFigures => ({
  daysSinceLast,
  orderCount,
  netMinor,
});

describe("under 100 buyers the bounds are fixed", () => {
  const bounds = rfmBounds([buyer(10, 2, 2_000), buyer(400, 0, 0)]);

  test.each([
    [30, 5, 4_001, 15],
    [31, 4, 4_000, 12],
    [90, 3, 2_001, 12],
    [91, 2, 2_000, 9],
    [180, 2, 1_001, 9],
    [181, 1, 1_000, 6],
    [365, 1, 1, 6],
    [366, 0, 0, 3],
  ])("%i days, %i orders and %i minor units score %i", (days, orders, net, score) => {
    expect(rfmScore(buyer(days, orders, net), bounds)).toBe(score);
  });

  test("who never bought has no score", () => {
    expect(rfmScore(null, bounds)).toBe(0);
  });
});

describe("from 100 buyers on the bounds are the shop's fifths", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => buyer(99 - index, index, index * 100));

  test("a fifth of the buyers has each score", () => {
    const bounds = rfmBounds(hundred);
    const scores = hundred.map((one) => rfmScore(one, bounds));
    for (const [score, from] of [3, 6, 9, 12, 15].map((value, index) => [value, index * 20] as const))
      expect(scores.slice(from, from + 20)).toEqual(Array.from({ length: 20 }, () => score));
  });

  test("99 buyers are too few", () => {
    expect(rfmBounds(hundred.slice(1)).days).toEqual([366, 181, 91, 31]);
  });

  test("equal buyers have equal scores, and a better one never less", () => {
    const figures = fc.record({ daysSinceLast: fc.nat(800), orderCount: fc.nat(6), netMinor: fc.nat(5_000) });
    fc.assert(
      fc.property(fc.array(figures, { minLength: 100, maxLength: 160 }), figures, figures, (shop, a, b) => {
        const bounds = rfmBounds(shop);
        const better = {
          daysSinceLast: Math.min(a.daysSinceLast, b.daysSinceLast),
          orderCount: Math.max(a.orderCount, b.orderCount),
          netMinor: Math.max(a.netMinor, b.netMinor),
        };
        expect(rfmScore(better, bounds)).toBeGreaterThanOrEqual(rfmScore(a, bounds));
        // The score is the share of buyers who are worse, in fifths.
        const worse = shop.filter(({ netMinor }) => netMinor < a.netMinor).length;
        const byValue = 1 + bounds.netMinor.filter((bound) => a.netMinor > bound).length;
        expect(byValue).toBe(
          1 + [1, 2, 3, 4].filter((step) => worse >= Math.ceil((shop.length * step) / 5)).length,
        );
      }),
    );
  });
});
