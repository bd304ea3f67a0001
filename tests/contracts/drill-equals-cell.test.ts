import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { presentCustomerList } from "~/features/customers/list/presenter.server";
import { parseCustomerListQuery } from "~/features/customers/schema";
import { presentOrderDrill } from "~/features/retention/drill/presenter.server";
import { parseOrderDrill } from "~/features/retention/drill/schema";
import { presentDashboard } from "~/features/retention/presenter.server";
import { WINDOW_KEYS } from "~/features/retention/rules/window-keys";
import type { RootDb } from "~/platform/db.server";

import { givenRandomStore, randomOrders } from "../support/random-orders";
import { createTestDb, type TestDb } from "../support/test-db";

const NOW = new Date("2026-11-23T22:30:00Z");

let testDb: TestDb;
let db: RootDb;
beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
});
afterAll(() => testDb.close());

type Shop = { id: string; currencyCode: string; ianaTimezone: string; historySinceAt: Date | null };

const customersAt = async (shop: Shop, address: string) => {
  const url = new URL(address, "https://app.example");
  expect(url.pathname).toBe("/app/customers");
  const query = parseCustomerListQuery(url.searchParams);
  expect(query.segment).not.toBeNull();
  return presentCustomerList(db, { shopId: shop.id, shop, query, tierNames: {}, now: NOW });
};

const ordersAt = async (shop: Shop, address: string) => {
  const url = new URL(address, "https://app.example");
  expect(url.pathname).toBe("/app/dashboard/drill");
  return presentOrderDrill(db, { shopId: shop.id, shop, ...parseOrderDrill(url.searchParams), now: NOW });
};

let shops = 0;

test("every number of the dashboard opens a list of exactly as many people or orders", async () => {
  await fc.assert(
    fc.asyncProperty(
      randomOrders,
      fc.constantFrom("Europe/Warsaw", "America/Los_Angeles"),
      async (orders, zone) => {
        const shopId = `drill${(shops += 1)}`;
        const shop = await givenRandomStore(db, { shopId, zone, now: NOW, orders });
        for (const windowKey of WINDOW_KEYS) {
          const { readings, trend } = await presentDashboard(db, { shopId, shop, windowKey, now: NOW });
          const [revenue, orderCount, average, buyers, repeatRate] = readings;
          if (!revenue || !orderCount || !average || !buyers || !repeatRate)
            throw new Error("a reading is missing");
          expect((await ordersAt(shop, revenue.drillTo)).netMinor).toBe(revenue.figure.value);
          expect((await ordersAt(shop, orderCount.drillTo)).orderCount).toBe(orderCount.figure.value);
          expect((await ordersAt(shop, average.drillTo)).orderCount).toBe(average.figure.denominator);
          expect((await customersAt(shop, buyers.drillTo)).totalCount).toBe(buyers.figure.value);
          expect((await customersAt(shop, repeatRate.drillTo)).totalCount).toBe(repeatRate.figure.numerator);
          expect((await customersAt(shop, repeatRate.denominatorDrillTo ?? "")).totalCount).toBe(
            repeatRate.figure.denominator,
          );
          for (const point of trend.points.filter(({ orderCount: count }) => count > 0).slice(0, 5)) {
            expect(await ordersAt(shop, point.drillTo)).toMatchObject({
              orderCount: point.orderCount,
              netMinor: point.netMinor,
            });
          }
        }
      },
    ),
    { numRuns: 8 },
  );
});

test("every cohort cell opens exactly its customers, and its revenue exactly their orders", async () => {
  await fc.assert(
    fc.asyncProperty(randomOrders, async (orders) => {
      const shopId = `cohort${(shops += 1)}`;
      const shop = await givenRandomStore(db, { shopId, zone: "Europe/Warsaw", now: NOW, orders });
      const { cohorts } = await presentDashboard(db, { shopId, shop, windowKey: "all", now: NOW });
      for (const row of cohorts.rows) {
        expect((await customersAt(shop, row.customersTo)).totalCount).toBe(row.size);
      }
      const cells = cohorts.rows.flatMap((row) => row.cells).filter((cell) => cell.customerCount > 0);
      for (const cell of [...cells.slice(0, 12), ...cohorts.summary.slice(0, 6)]) {
        expect((await customersAt(shop, cell.customersTo)).totalCount).toBe(cell.customerCount);
        expect((await ordersAt(shop, cell.ordersTo)).netMinor).toBe(cell.netMinor);
      }
    }),
    { numRuns: 8 },
  );
});

test("the rows of a list over several pages are as many as its count, each once", async () => {
  const shop = await givenRandomStore(db, {
    shopId: "paged",
    zone: "Europe/Warsaw",
    now: NOW,
    orders: Array.from({ length: 120 }, (_, index) => ({
      customer: index % 8,
      halfHoursAgo: index,
      netMinor: 100 + index,
      kind: "valid" as const,
    })),
  });
  const ids: string[] = [];
  for (const page of [1, 2, 3]) {
    const drill = await ordersAt(shop, `/app/dashboard/drill?from=2026-11-01&page=${page}`);
    expect(drill).toMatchObject({ orderCount: 120, pageCount: 3, page });
    ids.push(...drill.orders.map((order) => order.id));
  }
  expect(new Set(ids).size).toBe(120);
});
