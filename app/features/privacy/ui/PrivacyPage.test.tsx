import { describe, expect, test } from "vitest";

import { PERIODS } from "~/platform/privacy/periods";
import { ACCESS_PAGES } from "~/shops/record-access.server";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import type { PrivacyPageData, RequestItem } from "../schema";
import { PrivacyPage } from "./PrivacyPage";

const AT = "2026-11-24T12:00:00.000Z";
const request = (over: Partial<RequestItem>): RequestItem => ({
  id: `${over.kind ?? "data-request"}-${over.state ?? "received"}-${over.rowCount ?? 0}-${String(over.isOverdue)}`,
  kind: "data-request",
  state: "received",
  requestedAt: AT,
  dueAt: "2026-12-24T12:00:00.000Z",
  isOverdue: false,
  answeredAt: null,
  rowCount: 0,
  canDownload: false,
  ...over,
});
const EMPTY: PrivacyPageData = {
  requests: [],
  access: { items: [], page: 1, pageCount: 1, totalCount: 0 },
  periods: Object.entries(PERIODS).map(([name, days]) => ({ name, days })),
};
const FULL: PrivacyPageData = {
  ...EMPTY,
  requests: [
    request({}),
    request({ isOverdue: true }),
    ...[1, 3, 5, 22].map((rowCount) => request({ state: "prepared", rowCount, canDownload: true })),
    request({ state: "delivered", answeredAt: AT, rowCount: 7 }),
    request({ kind: "redact" }),
    ...[1, 3, 5].map((rowCount) => request({ kind: "redact", state: "done", answeredAt: AT, rowCount })),
  ],
  access: {
    items: [
      ...ACCESS_PAGES.map((page) => ({ id: page, staffId: "7", page, customerId: null, accessedAt: AT })),
      { id: "x", staffId: null, page: "customer", customerId: "s1_9001", accessedAt: AT },
      { id: "y", staffId: "7", page: "customer", customerId: "s1_erased-00ff", accessedAt: AT },
    ],
    page: 1,
    pageCount: 3,
    totalCount: 53,
  },
};
const render = async (data: PrivacyPageData, locale: "en" | "pl" | "ru") =>
  renderPage(await routed(<PrivacyPage data={data} onPage={() => undefined} />), { locale });

describe.each(["en", "pl", "ru"] as const)("in %s", (locale) => {
  test.each([
    ["with nothing yet", EMPTY],
    ["with everything", FULL],
  ])("the page %s has every text", async (_title, data) => {
    expect(textOf(await render(data, locale))).not.toMatch(/\{\{|undefined|NaN|Invalid/);
  });
});

test("a request that can be fetched has its buttons, one whose file is gone says so", async () => {
  const text = textOf(await render(FULL, "en"));
  expect(text.match(/Download CSV/g)).toHaveLength(4);
  expect(text).toContain("The file is no longer kept.");
  expect(text).toContain("Overdue");
});

test("the log leads to a customer who is known, and nowhere for one who was erased", async () => {
  const html = await render(FULL, "en");
  expect(html).toContain("/app/customers/s1_9001");
  expect(html).not.toContain("erased-00ff");
});
