import { describe, expect, test } from "vitest";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { decideGuide } from "../rules";
import type { GuideFacts, HomePageData } from "../schema";
import { HomePage } from "./HomePage";
import { LandingPage } from "./LandingPage";

const LANGUAGES = ["en", "pl", "ru"] as const;

const guide = (over: Partial<GuideFacts> = {}, isDismissed = false) => ({
  ...decideGuide({
    sync: { percent: 40, isComplete: false, hasFailed: false },
    hasSenderAddress: false,
    isVipOn: true,
    isRecoveryOn: false,
    hasSentMail: false,
    ...over,
  }),
  isDismissed,
});

const DATA: HomePageData = {
  shopName: "Bean & Leaf",
  currencyCode: "EUR",
  guide: guide(),
  figures: [
    {
      name: "revenue",
      unit: "money",
      value: 120_000,
      previous: 100_000,
      url: "/app/dashboard/drill?from=2026-10-25",
    },
    { name: "orders", unit: "count", value: 12, previous: 12, url: "/app/dashboard/drill?from=2026-10-25" },
    {
      name: "buyers",
      unit: "count",
      value: 8,
      previous: 10,
      url: "/app/customers?segment=buyers&from=2026-10-25",
    },
    { name: "recovered", unit: "money", value: 0, previous: null, url: "/app/dashboard/recovered" },
  ],
  waitingCount: 2,
  decisions: [
    {
      id: "d1",
      feature: "vip",
      outcome: "moved",
      reason: "tier-reached",
      params: { tier: "VIP", from: null, orderCount: 3, count: 3, amountMinor: 30_000, currencyCode: "EUR" },
      customer: { id: "s1_1", name: "Ada Lovelace" },
      subjectKind: null,
      subjectId: null,
      subject: null,
      decidedAt: "2026-11-23T09:00:00.000Z",
      nextTryAt: null,
    },
  ],
  asOf: "2026-11-23T10:00:00.000Z",
};

const page = (over: Partial<HomePageData> = {}) => (
  <HomePage
    data={{ ...DATA, ...over }}
    isSaving={false}
    onDismissGuide={() => undefined}
    onShowGuide={() => undefined}
  />
);

describe.each(LANGUAGES)("in %s", (locale) => {
  const done = { sync: { percent: 100, isComplete: true, hasFailed: false }, hasSenderAddress: true };
  test.each<[string, Partial<HomePageData>]>([
    ["set up in part", {}],
    [
      "with a history that failed",
      { guide: guide({ sync: { percent: 5, isComplete: false, hasFailed: true } }) },
    ],
    ["set up wholly", { guide: guide({ ...done, isRecoveryOn: true, hasSentMail: true }) }],
    ["with the guide hidden", { guide: guide({}, true) }],
    ["with nothing in it yet", { waitingCount: 0, decisions: [], figures: [] }],
    ["with five things waiting", { waitingCount: 5 }],
  ])("a store %s has every text", async (_title, over) => {
    expect(textOf(await renderPage(page(over), { locale }))).not.toMatch(/\{\{|undefined|NaN|\[object/);
  });

  test("the page outside the admin has every text and asks for nothing", async () => {
    const html = await renderPage(<LandingPage />, { locale });
    expect(html).not.toMatch(/<(form|input|button)/);
    expect(textOf(html)).toContain("Shopify");
  });
});

test("a merchant reads how far the set-up is, the figures, what waits and what was decided", async () => {
  const text = textOf(await renderPage(page()));
  expect(text).toContain("1 of 5 steps done");
  expect(text).toContain("40%");
  expect(text).toContain("2 things wait for you");
  expect(text).toContain("Net revenue €1,200.00");
  expect(text).toContain("+20% from €1,000.00 in the 30 days before");
  expect(text).toContain("Reached VIP: 3 orders worth €300.00 in the window.");
});

test("every figure opens what it counted, and all of them lead to the dashboard", async () => {
  const html = await renderPage(page());
  expect(html).toContain('href="/app/customers?segment=buyers&amp;from=2026-10-25"');
  expect(html).toContain('href="/app/dashboard"');
});

test("a hidden guide can be brought back while something is open, and only then", async () => {
  expect(textOf(await renderPage(page({ guide: guide({}, true) })))).toContain("Show the set-up guide");
  const all = guide(
    {
      sync: { percent: 100, isComplete: true, hasFailed: false },
      hasSenderAddress: true,
      isRecoveryOn: true,
      hasSentMail: true,
    },
    true,
  );
  expect(textOf(await renderPage(page({ guide: all })))).not.toContain("Show the set-up guide");
});

test("nothing waiting, no banner", async () => {
  expect(textOf(await renderPage(page({ waitingCount: 0 })))).not.toContain("wait for you");
});
