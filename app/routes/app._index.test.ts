import { afterAll, beforeAll, expect, test } from "vitest";

import { setClock } from "~/platform/clock.server";
import { provideDb } from "~/platform/database.server";
import { provideAdminPorts } from "~/shops/authenticator.server";

import { givenCheckout, givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { action, loader } from "./app._index";
import { loader as recovery } from "./app.recovery._index";

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

test("what was recovered in the last 30 days is the same on the page of cart recovery", async () => {
  // 25 October, the first of the 30 days, begins in Warsaw at 22:00 UTC the day before.
  for (const [token, sentAt] of [
    ["early", "2026-10-24T21:30:00Z"],
    ["first", "2026-10-24T22:30:00Z"],
  ] as const) {
    const { id: checkoutId } = await givenCheckout(testDb.db, { token });
    const at = new Date(sentAt);
    const instants = { dueAt: at, sentAt: at, createdAt: at, updatedAt: at };
    await testDb.db.recovery.create({ data: { id: token, shopId: SHOP_ID, checkoutId, ...instants } });
    const placedAt = new Date(at.getTime() + 3_600_000);
    await givenOrder(testDb.db, { checkoutToken: token, placedAt, netMinor: 700 });
  }
  const request = new Request("https://app.example/app/recovery");
  const { figures } = await recovery({ request, params: {}, context: {} });
  expect(figures).toMatchObject({ messaged: 1, recoveredNetMinor: 700 });
  expect((await read()).figures.find(({ name }) => name === "recovered")?.value).toBe(700);
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
