import { describe, expect, test } from "vitest";

import { createFormat } from "~/ui/use-format";

import { renderPage, strictTexts, textOf } from "../../../../../tests/support/render-page";
import { BrowsingSettingsSchema, type BrowsingPageData } from "../../schema";
import type { VisitReading, VisitsData } from "../../traffic/schema";
import { BrowsingPage } from "../BrowsingPage";
import { explain } from "./VisitReadings";
import { VisitsPage } from "./VisitsPage";

const METRICS = [
  ...(["visitor-conversion", "session-conversion", "bounce-rate", "cart-abandonment"] as const),
  ...(["checkout-abandonment", "pixel-coverage", "time-mean", "time-median"] as const),
];
const isOfStore = (metric: string) => metric === "checkout-abandonment" || metric === "pixel-coverage";

const reading = (metric: (typeof METRICS)[number], over: Partial<VisitReading> = {}): VisitReading => ({
  ...{ metric, unit: metric.startsWith("time") ? "time" : "share", isFew: false },
  figure: {
    value: metric.startsWith("time") ? 95_000 : 0.25,
    numerator: 10,
    denominator: metric === "time-median" ? null : 40,
  },
  isOfStore: isOfStore(metric),
  ...over,
});

const DATA: VisitsData = {
  ...{ shownFrom: "2026-11-01", shownTo: "2026-11-30", countedAt: "2026-11-30T09:45:00Z" },
  ...{ sinceOn: "2026-10-01", isPartial: false, isPixelConnected: true },
  coverage: { value: 0.625, numerator: 25, denominator: 40 },
  ...{ samplePercent: null, abandonedAfterMinutes: 60, hasSessions: true },
  readings: METRICS.map((metric) => reading(metric)),
  trend: {
    step: "day",
    periods: [
      { from: "2026-11-29", to: "2026-11-29", isRunning: false, sessionCount: 30, orderCount: 3 },
      { from: "2026-11-30", to: "2026-11-30", isRunning: true, sessionCount: 0, orderCount: 0 },
    ],
  },
};

const EMPTY: VisitsData = {
  ...DATA,
  ...{ shownFrom: null, countedAt: null, sinceOn: null, hasSessions: false, isPixelConnected: false },
  coverage: { value: null, numerator: 0, denominator: 0 },
  readings: METRICS.map((metric) => reading(metric, { figure: { ...reading(metric).figure, value: null } })),
};

const SETTINGS: BrowsingPageData = {
  ...{ settings: BrowsingSettingsSchema.parse({}), standing: "connected", missingScopes: [], error: null },
  ...{ connectedAt: "2026-11-30T09:45:00Z", origins: ["https://shop.example"] },
  figures: { knownBrowsers: 2, unknownBrowsers: 5, products: 3 },
  keptDays: { known: 180, unknown: 14 },
};
const BROKEN = /\{\{|undefined|NaN|\[object/;

describe.each(["en", "pl", "ru"] as const)("in %s", (locale) => {
  const show = async (data: VisitsData) =>
    textOf(await renderPage(<VisitsPage data={data} picker={null} />, { locale }));

  test.each(["day", "week", "month"] as const)(
    "the page by the %s renders without a missing text",
    async (step) => {
      const trend = { ...DATA.trend, step };
      expect(await show({ ...DATA, trend, samplePercent: 10, isPartial: true })).not.toMatch(BROKEN);
    },
  );

  test("so does the page without anything", async () => {
    expect(await show(EMPTY)).not.toMatch(BROKEN);
  });

  test.each([DATA, { ...DATA, samplePercent: 10 }, EMPTY])(
    "every number is explained in words",
    async (data) => {
      const texts = await strictTexts(locale);
      const tools = { t: texts.getFixedT(locale, "browsing"), format: createFormat(locale, "Europe/Warsaw") };
      for (const one of data.readings) {
        const rows = explain(one, data, tools);
        expect(rows.length).toBeGreaterThanOrEqual(4);
        for (const { term, detail } of rows) expect(`${term} ${detail}`).not.toMatch(BROKEN);
      }
    },
  );

  test("the settings of it have every text, with what is wrong in them", async () => {
    for (const wrong of [
      { field: "abandonedAfterMinutes" },
      { field: "moreOrigins", line: "x" },
      { field: "moreOrigins", line: null },
    ] as const) {
      const actions = { isSaving: false, wrong, onSave: () => undefined };
      const html = await renderPage(<BrowsingPage data={SETTINGS} actions={actions} />, { locale });
      expect(textOf(html)).not.toMatch(BROKEN);
    }
  });
});

test("a merchant reads each number with how much of the store it knows", async () => {
  const text = textOf(await renderPage(<VisitsPage data={DATA} picker={null} />));
  expect(text).toContain("the pixel saw the checkouts of 62.5% of 40 orders");
  expect(text).toContain("Bounce rate 25% Coverage 62.5%");
  expect(text).toContain("Abandoned checkouts 25% All shoppers");
  expect(text).toContain("Time on site, mean 1 min 35 s Coverage 62.5%");
  expect(text).toContain("Nov 30, 2026 (not over)");
});

test("what is little, estimated, partial or missing is said so", async () => {
  const show = async (data: VisitsData) => textOf(await renderPage(<VisitsPage data={data} picker={null} />));
  const few = { ...DATA, readings: [reading("bounce-rate", { isFew: true })] };
  expect(await show(few)).toContain("Few so far");
  expect(await show({ ...DATA, samplePercent: 10 })).toContain("Estimated from 10% of browsers");
  expect(await show({ ...DATA, isPartial: true })).toContain("Visits are counted since Oct 1, 2026");
  const empty = await show(EMPTY);
  expect(empty).toContain("No finished visits yet");
  expect(empty).toContain("The pixel is not connected");
  expect(empty).toContain("Bounce rate – Not enough data yet");
});
