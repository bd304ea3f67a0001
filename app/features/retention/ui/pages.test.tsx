import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createFormat } from "~/ui/use-format";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { renderPage, strictTexts, textOf } from "../../../../tests/support/render-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { presentOrderDrill } from "../drill/presenter.server";
import { parseOrderDrill } from "../drill/schema";
import { presentDashboard, recoveryReadings, winbackReadings } from "../presenter.server";
import { WINDOW_KEYS } from "../rules/window-keys";
import type { ShopFacts, WindowKey } from "../schema";
import { DashboardPage } from "./DashboardPage";
import { explain } from "./MetricReadings";
import { OrderDrillPage } from "./OrderDrillPage";

const NOW = new Date("2026-11-23T10:00:00Z");
const NOWHERE = () => undefined;
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
  const current = { recoveredNetMinor: 4_000, recovered: 1, messaged: 4, stillOpen: 2 };
  const { range } = data.window;
  const winback = winbackReadings({
    ...{ range, previousRange: null, coverage: data.coverage, previous: null },
    current: {
      lapseDays: 60,
      all: { value: 0.25, numerator: 3, denominator: 12 },
      holdout: { value: 0.5, numerator: 1, denominator: 2 },
    },
  });
  return {
    ...data,
    readings: [...data.readings, ...recoveryReadings({ current, previous: null, range }), ...winback],
  };
};

describe.each(LANGUAGES)("in %s", (locale) => {
  test.each(WINDOW_KEYS)("the dashboard of window %s renders without a missing text", async (key) => {
    const html = await renderPage(<DashboardPage data={await dashboard(key)} onNavigate={NOWHERE} />, {
      locale,
    });
    expect(html).toContain("<svg");
    expect(textOf(html)).not.toMatch(/\{\{|undefined|NaN|\[object/);
  });

  test.each(WINDOW_KEYS)(
    "every number of window %s is explained in words, with links to who was counted",
    async (key) => {
      const data = await dashboard(key);
      const texts = await strictTexts(locale);
      const tools = {
        ...data,
        t: texts.getFixedT(locale, "retention"),
        format: createFormat(locale, "Europe/Warsaw"),
      };
      for (const reading of data.readings) {
        const rows = explain(reading, tools);
        expect(rows.length).toBeGreaterThanOrEqual(5);
        expect(rows[2]?.url).toBe(reading.drillTo);
        for (const { term, detail } of rows) expect(`${term} ${detail}`).not.toMatch(/\{\{|undefined|NaN/);
      }
    },
  );

  test("the empty dashboard and a list of orders render without a missing text", async () => {
    const empty = { ...(await dashboard("30")), hasOrders: false };
    expect(await renderPage(<DashboardPage data={empty} onNavigate={NOWHERE} />, { locale })).toContain(
      "/app/system",
    );
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
      const html = await renderPage(<OrderDrillPage data={data} onPage={NOWHERE} />, { locale });
      expect(textOf(html)).not.toMatch(/\{\{|undefined|NaN/);
    }
  });
});

test("a merchant reads the figures, what they were before, and how far back the history goes", async () => {
  const text = textOf(await renderPage(<DashboardPage data={await dashboard("30")} onNavigate={NOWHERE} />));
  expect(text).toContain("Oct 25, 2026 – Nov 23, 2026 (today is not over)");
  expect(text).toContain("whole history, first order on Feb 10, 2026");
  expect(text).toContain("Net revenue €220.00");
  expect(text).toContain("Repeat purchase rate 50%");
  expect(text).toContain("Recovery rate 25%");
});

test("every card can tell how its number is computed, and its number is a link", async () => {
  const html = await renderPage(<DashboardPage data={await dashboard("30")} onNavigate={NOWHERE} />);
  expect(html.match(/How is this computed/g)).toHaveLength(9);
  expect(html).toContain('href="/app/customers?segment=repeat-buyers&amp;from=2026-10-25"');
  expect(html).toContain('href="/app/dashboard/drill?from=2026-10-25"');
});

test("a window that reaches back before a shared history says so on the page and on every card", async () => {
  const limited = await dashboard("365", { historySinceAt: new Date("2026-09-24T00:00:00Z") });
  const text = textOf(await renderPage(<DashboardPage data={limited} onNavigate={NOWHERE} />));
  expect(text).toContain("The window reaches back further than the history");
  expect(text.match(/Partial/g)).toHaveLength(8);
});

test("the chart has a name and its numbers stand in a table", async () => {
  const html = await renderPage(<DashboardPage data={await dashboard("30")} onNavigate={NOWHERE} />);
  expect(html).toMatch(/<svg[^>]*role="group"[^>]*aria-labelledby="[^"]+"/);
  expect(html).toMatch(/<desc[^>]*>Total of the window: €220.00/);
  expect(textOf(html)).toContain("Nov 23, 2026 (still running) €50.00 1");
});

test("the running month of a cohort is marked", async () => {
  const html = await renderPage(<DashboardPage data={await dashboard("30")} onNavigate={NOWHERE} />);
  expect(html).toContain("First order November 2026, in November 2026 (still running): 1 customer, €120.00");
});

test("the rate of a window is explained by its numerator, denominator and coverage", async () => {
  const data = await dashboard("30");
  const rate = data.readings.find(({ metric }) => metric === "repeat-purchase-rate");
  const t = (await strictTexts("en")).getFixedT("en", "retention");
  const rows = rate ? explain(rate, { ...data, t, format: createFormat("en", "Europe/Warsaw") }) : [];
  expect(rows.slice(1)).toEqual([
    { term: "Window", detail: "Oct 25, 2026 – Nov 23, 2026 (today is not over)" },
    {
      term: "Counted",
      detail: "1 buyer with an earlier order",
      url: "/app/customers?segment=repeat-buyers&from=2026-10-25",
    },
    { term: "Divided by", detail: "2 buyers", url: "/app/customers?segment=buyers&from=2026-10-25" },
    { term: "Data coverage", detail: "whole history, first order on Feb 10, 2026" },
    { term: "As of", detail: expect.stringContaining("Nov 23, 2026") as string },
  ]);
});

test("the winback rate tells what comes back by itself", async () => {
  const data = await dashboard("30");
  const rate = data.readings.find(({ metric }) => metric === "winback-rate");
  const t = (await strictTexts("en")).getFixedT("en", "retention");
  const rows = rate ? explain(rate, { ...data, t, format: createFormat("en", "Europe/Warsaw") }) : [];
  expect(rows[0]?.detail).toContain("more than 60 days before the window");
  expect(rows).toContainEqual({
    term: "What comes back by itself",
    detail:
      "50% of the 2 people left out on purpose; 20% of the others. The difference is what win-back adds: -30 pp.",
    url: "/app/dashboard/winback?who=lost&among=holdout&from=2026-10-25",
  });
});

test("the list behind a number says the same number", async () => {
  const { selection } = parseOrderDrill(new URLSearchParams("from=2026-10-25"));
  const data = await presentOrderDrill(testDb.db, { shopId: shop.id, shop, selection, page: 1, now: NOW });
  const text = textOf(await renderPage(<OrderDrillPage data={data} onPage={NOWHERE} />));
  expect(text).toContain("3 orders, €220.00 net");
  expect(text).toContain("No customer");
  expect(text).toContain("Eve Lovelace");
});
