import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { renderPage, textOf } from "../../../../tests/support/render-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { presentOrderDrill } from "../drill/presenter.server";
import { parseOrderDrill } from "../drill/schema";
import { presentDashboard, recoveryReadings } from "../presenter.server";
import { WINDOW_KEYS } from "../rules/window-keys";
import type { ShopFacts, WindowKey } from "../schema";
import { DashboardPage } from "./DashboardPage";
import { OrderDrillPage } from "./OrderDrillPage";

const NOW = new Date("2026-11-23T10:00:00Z");
const LANGUAGES = ["en", "pl", "ru"] as const;

let testDb: TestDb;
let shop: ShopFacts & { id: string };
beforeAll(async () => {
  testDb = await createTestDb();
  const { db } = testDb;
  shop = await givenShop(db);
  const ada = await givenCustomer(db);
  const eve = await givenCustomer(db, { firstName: "Eve" });
  await givenOrder(db, { customerId: ada.id, placedAt: "2026-02-10T12:00:00Z" });
  await givenOrder(db, { customerId: ada.id, placedAt: "2026-10-30T12:00:00Z" });
  await givenOrder(db, { customerId: eve.id, placedAt: "2026-11-02T12:00:00Z", netMinor: 12_000 });
  await givenOrder(db, { placedAt: "2026-11-23T09:00:00Z" });
});
afterAll(() => testDb.close());

const dashboard = async (windowKey: WindowKey, over: Partial<ShopFacts> = {}) => {
  const asked = { shopId: shop.id, shop: { ...shop, ...over }, windowKey, now: NOW };
  const data = await presentDashboard(testDb.db, asked);
  const current = { recoveredMinor: 4_000, recoveredOrderCount: 1, messagedCount: 4 };
  const drillTo = { recovered: "/app/recovery?state=recovered", messaged: "/app/recovery?state=messaged" };
  return { ...data, readings: [...data.readings, ...recoveryReadings({ current, previous: null }, drillTo)] };
};

describe.each(LANGUAGES)("in %s", (locale) => {
  test.each(WINDOW_KEYS)("the dashboard of window %s renders without a missing text", async (key) => {
    const html = await renderPage(<DashboardPage {...await dashboard(key)} />, { locale });
    expect(html).toContain("<svg");
    expect(textOf(html)).not.toMatch(/\{\{|undefined|NaN|\[object/);
  });

  test("the empty dashboard and a list of orders render without a missing text", async () => {
    const empty = { ...(await dashboard("30")), hasOrders: false };
    expect(await renderPage(<DashboardPage {...empty} />, { locale })).toContain("/app/system");
    for (const query of [
      "",
      "from=2026-11-01",
      "to=2026-11-01",
      "from=2026-11-02&to=2026-11-02",
      "cohort=2026-02&offset=8",
      "since=2025-01&before=2026-11&offset=1",
    ]) {
      const { selection, page } = parseOrderDrill(new URLSearchParams(query));
      const data = await presentOrderDrill(testDb.db, { shopId: shop.id, shop, selection, page, now: NOW });
      const html = await renderPage(<OrderDrillPage data={data} onPage={() => undefined} />, { locale });
      expect(textOf(html)).not.toMatch(/\{\{|undefined|NaN/);
    }
  });
});

test("a merchant reads the figures, what they were before, and how far back the history goes", async () => {
  const text = textOf(await renderPage(<DashboardPage {...await dashboard("30")} />));
  expect(text).toContain("Oct 25, 2026 – Nov 23, 2026 (today is not over)");
  expect(text).toContain("whole history, first order on Feb 10, 2026");
  expect(text).toContain("Net revenue €220.00");
  expect(text).toContain("Repeat purchase rate 50%");
  expect(text).toContain("Recovery rate 25%");
});

test("every card can tell how its number is computed, and its number is a link", async () => {
  const html = await renderPage(<DashboardPage {...await dashboard("30")} />);
  expect(html.match(/How is this computed/g)).toHaveLength(8);
  expect(html).toContain('href="/app/customers?segment=repeat-buyers&amp;from=2026-10-25"');
  expect(html).toContain('href="/app/dashboard/drill?from=2026-10-25"');
});

test("a window that reaches back before a shared history says so on the page and on every card", async () => {
  const limited = await dashboard("365", { historySinceAt: new Date("2026-09-24T00:00:00Z") });
  const text = textOf(await renderPage(<DashboardPage {...limited} />));
  expect(text).toContain("The window reaches back further than the history");
  expect(text.match(/Partial/g)).toHaveLength(7);
});

test("the chart has a name and its numbers stand in a table", async () => {
  const html = await renderPage(<DashboardPage {...await dashboard("30")} />);
  expect(html).toMatch(/<svg[^>]*role="img"[^>]*aria-labelledby="[^"]+"/);
  expect(html).toMatch(/<desc[^>]*>Total of the window: €220.00/);
  expect(textOf(html)).toContain("Nov 23, 2026 (still running) €50.00 1");
});

test("the running month of a cohort is marked", async () => {
  const html = await renderPage(<DashboardPage {...await dashboard("30")} />);
  expect(html).toContain("First order November 2026, in November 2026 (still running): 1 customer, €120.00");
});

test("the list behind a number says the same number", async () => {
  const { selection } = parseOrderDrill(new URLSearchParams("from=2026-10-25"));
  const data = await presentOrderDrill(testDb.db, { shopId: shop.id, shop, selection, page: 1, now: NOW });
  const text = textOf(await renderPage(<OrderDrillPage data={data} onPage={() => undefined} />));
  expect(text).toContain("3 orders, €220.00 net");
  expect(text).toContain("No customer");
  expect(text).toContain("Eve Lovelace");
});
