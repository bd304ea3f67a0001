import { afterAll, beforeAll, expect, test } from "vitest";

import { setClock } from "~/platform/clock.server";
import { provideDb } from "~/platform/database.server";
import { provideAdminPorts } from "~/shops/authenticator.server";

import { givenCustomer, givenOrder, givenShop } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { action, loader } from "./app._index";

const NOW = new Date("2026-11-23T10:00:00Z");

let testDb: TestDb;
let restoreClock: () => void;
beforeAll(async () => {
  testDb = await createTestDb();
  restoreClock = setClock({ now: () => NOW });
  provideDb(testDb.db);
  provideAdminPorts({
    authenticate: () => Promise.resolve({ shopDomain: "demo-shop.myshopify.com", locale: null }),
    setUpShop: () => Promise.resolve(),
  });
  await givenShop(testDb.db);
  const { id: customerId } = await givenCustomer(testDb.db);
  await givenOrder(testDb.db, { customerId, placedAt: "2026-11-20T12:00:00Z" });
  await givenOrder(testDb.db, { customerId, placedAt: "2026-10-25T12:00:00Z", netMinor: 1_000 });
  await givenOrder(testDb.db, { customerId, placedAt: "2026-08-01T12:00:00Z" });
});
afterAll(async () => {
  restoreClock();
  await testDb.close();
});

const URL = "https://app.example/app?index";
const read = () => loader({ request: new Request(URL), params: {}, context: {} });
const post = (fields: Record<string, string>) => {
  const request = new Request(URL, { method: "POST", body: new URLSearchParams(fields) });
  return action({ request, params: {}, context: {} });
};

test("the figures are those of the dashboard's last 30 days, in the order of their weight", async () => {
  expect((await read()).figures.map(({ name, value, url }) => [name, value, url.split("?")[0]])).toEqual([
    ["revenue", 6_000, "/app/dashboard/drill"],
    ["orders", 2, "/app/dashboard/drill"],
    ["buyers", 1, "/app/customers"],
    ["recovered", 0, expect.stringMatching("^/app/dashboard")],
  ]);
});

test("the guide knows what is set up, and what waits is counted", async () => {
  const { guide, waitingCount, decisions } = await read();
  expect(guide.steps.map((step) => step.state)).toEqual(["running", "open", "done", "open", "open"]);
  expect([waitingCount, decisions]).toEqual([0, []]);
});

test("the guide is hidden and brought back; anything else is refused", async () => {
  await post({ kind: "dismiss-guide" });
  expect((await read()).guide.isDismissed).toBe(true);
  await post({ kind: "show-guide" });
  expect((await read()).guide.isDismissed).toBe(false);
  expect(await post({ kind: "other" })).toMatchObject({ init: { status: 422 } });
});
