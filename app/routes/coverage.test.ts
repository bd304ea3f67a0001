import { afterAll, beforeAll, expect, test } from "vitest";

import { setClock } from "~/platform/clock.server";
import { provideDb } from "~/platform/database.server";
import { provideAdminPorts } from "~/shops/authenticator.server";

import { givenCustomer, givenOrder, givenShop } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { loader as customer } from "./app.customers.$customerId";
import { loader as customers } from "./app.customers._index";
import { loader as dashboard } from "./app.dashboard._index";
import { loader as history } from "./app.history._index";
import { loader as vip } from "./app.vip";

const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
let restoreClock: () => void;
beforeAll(async () => {
  testDb = await createTestDb();
  const { db } = testDb;
  provideDb(db);
  provideAdminPorts({
    authenticate: () => Promise.resolve({ shopDomain: "demo-shop.myshopify.com", locale: null }),
    setUpShop: () => Promise.resolve(),
  });
  restoreClock = setClock({ now: () => NOW });
  const shop = await givenShop(db, { historySinceAt: new Date("2025-06-01T10:00:00Z") });
  await givenCustomer(db, { legacyId: 1 });
  await givenOrder(db, { customerId: "s1_1", placedAt: "2026-02-01T12:00:00Z" });
  const common = {
    shopId: shop.id,
    fileName: "f.csv",
    fileBytes: 1,
    partBytes: 1,
    state: "done",
    kind: "orders",
  };
  const span = (id: string, from: string, to: string, skippedCount: number) =>
    db.historyImport.create({
      data: {
        ...common,
        id,
        skippedCount,
        firstPlacedAt: new Date(from),
        lastPlacedAt: new Date(to),
        createdAt: NOW,
        updatedAt: NOW,
      },
    });
  await span("i1", "2025-06-01T10:00:00Z", "2026-01-05T10:00:00Z", 2);
  await span("i2", "2024-01-01T10:00:00Z", "2024-12-31T10:00:00Z", 1);
  await db.backfill.create({
    data: {
      id: "b1",
      shopId: shop.id,
      resource: "orders",
      state: "done",
      windowStartAt: new Date("2025-12-31T12:00:00Z"),
      requestedAt: NOW,
    },
  });
});
afterAll(async () => {
  restoreClock();
  await testDb.close();
});

const asked = (path: string, params: Record<string, string> = {}) => ({
  request: new Request(`https://app.example${path}`),
  params,
  context: {},
});

test.each<[string, () => Promise<unknown>]>([
  [
    "the dashboard and its cohorts",
    async () => (await dashboard(asked("/app/dashboard?window=365"))).coverage,
  ],
  ["the list of customers", async () => (await customers(asked("/app/customers"))).coverage],
  [
    "a customer's figures",
    async () => (await customer(asked("/app/customers/s1_1", { customerId: "s1_1" }))).profile.coverage,
  ],
  ["VIP tiers", async () => (await vip(asked("/app/vip"))).page.coverage],
  ["the import itself", async () => (await history(asked("/app/history"))).coverage],
])("%s tell how far back they know anything, by what, and what is missing before", async (_page, read) => {
  expect(await read()).toMatchObject({
    kind: "extended",
    sinceOn: "2025-06-01",
    gaps: [{ fromOn: "2024-12-31", toOn: "2025-05-31" }],
    leftOutCount: 3,
  });
});
