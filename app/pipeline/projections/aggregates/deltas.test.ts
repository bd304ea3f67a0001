import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { buyerCountDeltas, cohortDeltas, type CountedOrder, deltasOf, totalsOf } from "./deltas";

function order(overrides: Partial<CountedOrder> = {}): CountedOrder {
  return {
    customerId: "c1",
    isValid: true,
    netMinor: 100,
    placedAt: new Date("2026-03-01T12:00:00Z"),
    placedOn: "2026-03-01",
    placedMonth: "2026-03",
    currencyCode: "EUR",
    ...overrides,
  };
}

describe("what orders change", () => {
  test("a new valid order adds to its day and its buyer", () => {
    expect(deltasOf([{ before: null, after: order() }])).toEqual({
      days: [{ day: "2026-03-01", orderCount: 1, netMinor: 100 }],
      buyers: [{ customerId: "c1", day: "2026-03-01", orderCount: 1 }],
      customerIds: ["c1"],
    });
  });

  test("one that is not valid, before or after, changes nothing", () => {
    const invalid = order({ isValid: false });
    expect(deltasOf([{ before: invalid, after: invalid }])).toEqual({
      days: [],
      buyers: [],
      customerIds: [],
    });
  });

  test("a move to another customer and day takes there and gives here", () => {
    const moved = order({ customerId: "c2", placedOn: "2026-03-02" });
    expect(deltasOf([{ before: order(), after: moved }])).toEqual({
      days: [
        { day: "2026-03-01", orderCount: -1, netMinor: -100 },
        { day: "2026-03-02", orderCount: 1, netMinor: 100 },
      ],
      buyers: [
        { customerId: "c1", day: "2026-03-01", orderCount: -1 },
        { customerId: "c2", day: "2026-03-02", orderCount: 1 },
      ],
      customerIds: ["c1", "c2"],
    });
  });

  test("an order of nobody counts for the day but has no buyer", () => {
    expect(deltasOf([{ before: null, after: order({ customerId: null }) }])).toMatchObject({
      days: [{ orderCount: 1 }],
      buyers: [],
      customerIds: [],
    });
  });
});

describe("buyers of a day", () => {
  const day = (orderCount: number) => ({
    ...order(),
    customerId: "c1",
    day: "2026-03-01",
    month: "2026-03",
    orderCount,
    firstAt: new Date(0),
    lastAt: new Date(0),
  });

  test.each([
    [1, 1, 1],
    [1, 2, 0],
    [2, 2, 1],
    [-1, 1, 0],
  ])("gaining %i orders and having %i then is %i buyers more", (gained, now, expected) => {
    const deltas = buyerCountDeltas(
      [{ customerId: "c1", day: "2026-03-01", orderCount: gained }],
      [day(now)],
    );
    expect(deltas.get("2026-03-01") ?? 0).toBe(expected);
  });

  test("losing the last order is a buyer less", () => {
    const deltas = buyerCountDeltas([{ customerId: "c1", day: "2026-03-01", orderCount: -1 }], []);
    expect(deltas.get("2026-03-01")).toBe(-1);
  });
});

test("cohort deltas added up are the cohorts counted anew, whatever happened", () => {
  const months = fc.uniqueArray(
    fc.record({
      customerId: fc.constantFrom("a", "b", "c"),
      month: fc.constantFrom("2026-01", "2026-02", "2026-03"),
      orderCount: fc.integer({ min: 1, max: 3 }),
      netMinor: fc.integer({ min: 1, max: 1_000 }),
    }),
    { selector: ({ customerId, month }) => `${customerId} ${month}` },
  );
  const stateOf = (
    rows: readonly { customerId: string; month: string; orderCount: number; netMinor: number }[],
  ) => {
    const cohortOf = new Map<string, string>();
    for (const { customerId, month } of rows) {
      const known = cohortOf.get(customerId);
      if (known === undefined || month < known) cohortOf.set(customerId, month);
    }
    return { cohortOf, months: rows };
  };
  const nothing = { cohortOf: new Map<string, string>(), months: [] };
  fc.assert(
    fc.property(months, months, (before, after) => {
      const sum = new Map<string, number[]>();
      for (const delta of [
        ...cohortDeltas(nothing, stateOf(before)),
        ...cohortDeltas(stateOf(before), stateOf(after)),
      ]) {
        const key = `${delta.cohort} ${delta.month}`;
        const [customers = 0, orders = 0, net = 0] = sum.get(key) ?? [];
        sum.set(key, [customers + delta.customerCount, orders + delta.orderCount, net + delta.netMinor]);
      }
      const expected = new Map(
        cohortDeltas(nothing, stateOf(after)).map((delta) => [
          `${delta.cohort} ${delta.month}`,
          [delta.customerCount, delta.orderCount, delta.netMinor],
        ]),
      );
      const left = [...sum].filter(([, values]) => values.some((value) => value !== 0));
      expect(new Map(left)).toEqual(expected);
    }),
  );
});

test("totals of a customer go from the first day to the last, in whatever order the days come", () => {
  const days = ["2026-03-05", "2026-02-01", "2026-03-09"].map((day) => ({
    customerId: "c1",
    day,
    month: day.slice(0, 7),
    orderCount: 1,
    netMinor: 10,
    firstAt: new Date(`${day}T10:00:00Z`),
    lastAt: new Date(`${day}T11:00:00Z`),
    currencyCode: "EUR",
  }));
  expect(totalsOf(days)).toEqual({
    customers: [
      {
        customerId: "c1",
        orderCount: 3,
        netMinor: 30,
        currencyCode: "EUR",
        firstOrderAt: new Date("2026-02-01T10:00:00Z"),
        lastOrderAt: new Date("2026-03-09T11:00:00Z"),
        firstOrderMonth: "2026-02",
      },
    ],
    months: [
      { customerId: "c1", month: "2026-03", orderCount: 2, netMinor: 20 },
      { customerId: "c1", month: "2026-02", orderCount: 1, netMinor: 10 },
    ],
  });
});
