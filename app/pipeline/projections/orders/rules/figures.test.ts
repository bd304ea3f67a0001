import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isValidOrder, receivedOf, wasPaid, worthOf } from "./figures";

const unknown = { receivedMinor: null, currentTotalMinor: null, outstandingMinor: null, returnedMinor: 0 };

describe("what was paid in for an order of 100.00", () => {
  test.each([
    ["paid: all of it", "PAID", 0, {}, 10_000],
    ["paid after an edit took 20.00 away: the rest", "PAID", 0, { currentTotalMinor: 8_000 }, 8_000],
    [
      "paid, but an edit added 20.00 since: without those",
      "PAID",
      0,
      { currentTotalMinor: 12_000, outstandingMinor: 2_000 },
      10_000,
    ],
    ["pending: nothing", "PENDING", 0, { outstandingMinor: 10_000 }, 0],
    ["authorised: nothing yet", "AUTHORIZED", 0, { outstandingMinor: 10_000 }, 0],
    ["voided: nothing", "VOIDED", 0, { currentTotalMinor: 0 }, 0],
    [
      "partially paid: the total less what is outstanding",
      "PARTIALLY_PAID",
      0,
      { currentTotalMinor: 10_000, outstandingMinor: 7_000 },
      3_000,
    ],
    ["partially paid, nobody says how much: nothing is certain", "PARTIALLY_PAID", 0, {}, 0],
    [
      "30.00 refunded for returned goods: the total",
      "PARTIALLY_REFUNDED",
      3_000,
      { currentTotalMinor: 7_000, returnedMinor: 3_000 },
      10_000,
    ],
    [
      "5.00 refunded as a favour: the total",
      "PARTIALLY_REFUNDED",
      500,
      { currentTotalMinor: 10_000 },
      10_000,
    ],
    [
      "goods for 30.00 came back, only 20.00 was given for them: the total",
      "PARTIALLY_REFUNDED",
      2_000,
      { currentTotalMinor: 7_000, returnedMinor: 3_000 },
      10_000,
    ],
    [
      "edited down by 20.00 before payment, then 30.00 refunded: 80.00",
      "PARTIALLY_REFUNDED",
      3_000,
      { currentTotalMinor: 5_000, returnedMinor: 3_000 },
      8_000,
    ],
    [
      "40.00 paid, 30.00 of it refunded: 40.00",
      "PARTIALLY_REFUNDED",
      3_000,
      { currentTotalMinor: 7_000, outstandingMinor: 6_000, returnedMinor: 3_000 },
      4_000,
    ],
    ["refunded: what went back", "REFUNDED", 10_000, { currentTotalMinor: 0 }, 10_000],
    ["refunded after a part payment: what went back", "REFUNDED", 4_000, { currentTotalMinor: 0 }, 4_000],
    ["payments known: their sum, whatever the status", "PENDING", 0, { receivedMinor: 1_234 }, 1_234],
    ["no status: nothing", null, 0, {}, 0],
  ] as const)("%s", (...[, status, refundedMinor, payment, received]) => {
    expect(
      receivedOf(status, { totalMinor: 10_000, refundedMinor, payment: { ...unknown, ...payment } }),
    ).toBe(received);
  });
});

describe("what an order is worth", () => {
  const order = {
    receivedMinor: 10_000,
    refundedMinor: 0,
    totalMinor: 10_000,
    taxMinor: 1_870,
    shippingMinor: 999,
  };

  test.each([
    ["untouched", {}, { netMinor: 10_000, netTaxMinor: 1_870, netShippingMinor: 999 }],
    [
      "half refunded: half of tax and shipping, half up",
      { refundedMinor: 5_000 },
      { netMinor: 5_000, netTaxMinor: 935, netShippingMinor: 500 },
    ],
    [
      "refunded beyond what came in: never negative",
      { refundedMinor: 10_001 },
      { netMinor: 0, netTaxMinor: 0, netShippingMinor: 0 },
    ],
    [
      "free: nothing to share",
      { receivedMinor: 0, totalMinor: 0 },
      { netMinor: 0, netTaxMinor: 0, netShippingMinor: 0 },
    ],
    [
      "overpaid: no more tax than there was",
      { receivedMinor: 20_000 },
      { netMinor: 20_000, netTaxMinor: 1_870, netShippingMinor: 999 },
    ],
  ])("%s", (_title, over, worth) => {
    expect(worthOf({ ...order, ...over })).toEqual(worth);
  });

  test("never negative, and tax and shipping never more than as placed", () => {
    const minor = fc.integer({ min: 0, max: 1_000_000_000 });
    const orders = fc.record({
      receivedMinor: minor,
      refundedMinor: minor,
      totalMinor: minor,
      taxMinor: minor,
      shippingMinor: minor,
    });
    fc.assert(
      fc.property(orders, (random) => {
        const worth = worthOf(random);
        expect(worth.netMinor).toBe(Math.max(0, random.receivedMinor - random.refundedMinor));
        expect(worth.netTaxMinor).toBeGreaterThanOrEqual(0);
        expect(worth.netTaxMinor).toBeLessThanOrEqual(random.taxMinor);
        expect(worth.netShippingMinor).toBeLessThanOrEqual(random.shippingMinor);
      }),
    );
  });
});

describe("a valid order is paid or partially paid, not test, not cancelled, not deleted, and keeps more than nothing", () => {
  const valid = { financialStatus: "PAID", isTest: false, cancelledAt: null, deletedAt: null, netMinor: 1 };
  const day = new Date("2026-03-01T00:00:00Z");

  test.each([
    ["paid", {}, true],
    ["partially paid", { financialStatus: "PARTIALLY_PAID" }, true],
    ["partially refunded", { financialStatus: "PARTIALLY_REFUNDED" }, true],
    ["pending", { financialStatus: "PENDING" }, false],
    ["authorised", { financialStatus: "AUTHORIZED" }, false],
    ["voided", { financialStatus: "VOIDED" }, false],
    ["without a status", { financialStatus: null }, false],
    ["test", { isTest: true }, false],
    ["cancelled", { cancelledAt: day }, false],
    ["deleted", { deletedAt: day }, false],
    ["worth nothing", { netMinor: 0 }, false],
  ])("%s", (_title, over, isValid) => {
    expect(isValidOrder({ ...valid, ...over })).toBe(isValid);
  });
});

test.each([
  ["PAID", true],
  ["PARTIALLY_REFUNDED", true],
  ["REFUNDED", true],
  ["PARTIALLY_PAID", false],
  ["PENDING", false],
  [null, false],
])("%s was paid in full at some time: %s", (status, expected) => {
  expect(wasPaid(status)).toBe(expected);
});
