import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID, ZONE } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { NO_FACTS } from "../rules";
import type { MoveReason } from "../rules/standing";
import { presentMovements } from "./presenter.server";
import { insertMoves } from "./repository.server";
import { layOut } from "./rules";
import { MovementQuerySchema, movementsUrl } from "./schema";

const NOW = new Date("2026-11-23T10:00:00Z");

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

type Move = [from: string | null, to: string | null, reason: MoveReason, at: string];

async function givenMoves(moves: readonly Move[]) {
  for (const [index, [fromTierId, toTierId, reason, at]] of moves.entries()) {
    const { id: customerId } = await givenCustomer(db);
    const move = { ...NO_FACTS, customerId, fromTierId, toTierId, reason, causeKey: `c${index}` };
    for (const _ of ["once", "again"])
      await insertMoves(db, { shopId: SHOP_ID, moves: [move], now: new Date(at) });
  }
}
const show = (query: object = {}) =>
  presentMovements(db, {
    shopId: SHOP_ID,
    shop: { currencyCode: "EUR", ianaTimezone: ZONE },
    query: MovementQuerySchema.parse(query),
    now: NOW,
  });

test("numbers are told by way and reason, and each leads to exactly the people it counts", async () => {
  await givenMoves([
    [null, "vip", "earned", "2026-11-20T10:00:00Z"],
    [null, "vip", "given", "2026-11-21T10:00:00Z"],
    [null, "vip", "earned", "2026-11-22T10:00:00Z"],
    ["gold", "vip", "facts", "2026-11-20T10:00:00Z"],
    ["vip", null, "facts", "2026-11-20T10:00:00Z"],
  ]);
  const all = await show();
  expect(all).toMatchObject({ totalCount: 5, peopleCount: 5 });
  expect(all.flows[0]).toMatchObject({ from: "none", to: "vip", count: 3 });
  expect(all.flows[0]?.reasons).toEqual(
    expect.arrayContaining([
      { reason: "earned", count: 2 },
      { reason: "given", count: 1 },
    ]),
  );
  for (const { from, to, count } of all.flows) {
    const { people, peopleCount } = await show({ from, to });
    expect(peopleCount).toBe(count);
    expect(people.map((person) => [person.from, person.to])).toEqual(
      Array.from({ length: count }, () => [from, to]),
    );
  }
});

test("a period begins with the first moment of its day in the shop's zone", async () => {
  // 30 days up to 23 November: from 25 October, which begins in Warsaw at 22:00 UTC the day before.
  await givenMoves([
    [null, "vip", "earned", "2026-10-24T21:59:59.999Z"],
    [null, "vip", "earned", "2026-10-24T22:00:00Z"],
  ]);
  expect(await show({ period: "30" })).toMatchObject({ since: "2026-10-25", totalCount: 1 });
  expect(await show({ period: "90" })).toMatchObject({ totalCount: 2 });
});

test("an address that makes no sense shows the usual", () => {
  expect(MovementQuerySchema.parse({ period: "7", page: "x", from: "a".repeat(99) })).toEqual({
    ...{ period: "90", from: null, to: null, page: 1 },
  });
  expect(movementsUrl({ period: "30", from: "none", to: "vip", page: 2 })).toBe(
    "/app/vip/movements?period=30&from=none&to=vip&page=2",
  );
});

describe("the drawing", () => {
  const ids = ["black", "gold", "silver", "none"];
  const flow = fc.record({
    from: fc.constantFrom(...ids),
    to: fc.constantFrom(...ids),
    count: fc.integer({ min: 1, max: 999 }),
  });

  test("bands lie in their tiers on both sides, as thick as people, none over another", () => {
    const flows = fc.uniqueArray(flow, {
      selector: ({ from, to }) => `${from} ${to}`,
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(flows, (drawn) => {
        const { left, right, bands } = layOut(
          drawn.map((one) => ({ ...one, reasons: [] })),
          ids,
        );
        const total = drawn.reduce((sum, { count }) => sum + count, 0);
        for (const [stops, side, at] of [
          [left, "from", "fromY"],
          [right, "to", "toY"],
        ] as const) {
          expect(stops.reduce((sum, { count }) => sum + count, 0)).toBe(total);
          let end = 0;
          for (const stop of stops) {
            expect(stop.y).toBeGreaterThanOrEqual(end - 1e-9);
            let y = stop.y;
            for (const band of bands.filter((one) => one[side] === stop.id)) {
              expect(band[at]).toBeCloseTo(y);
              y += band.height;
            }
            end = stop.y + stop.height;
            expect(y).toBeCloseTo(end);
          }
          expect(end).toBeLessThanOrEqual(100 + 1e-9);
        }
      }),
    );
  });

  test("of nothing is nothing", () => {
    expect(layOut([], ids)).toEqual({ left: [], right: [], bands: [] });
  });
});
