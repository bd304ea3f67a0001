import { describe, expect, test } from "vitest";

import { PROBLEM_REASONS } from "~/pipeline/projections/csv-import/cells";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import type { HistoryPageData, ImportView } from "../schema";
import { formatSize } from "./format-size";
import { HistoryPage } from "./HistoryPage";

const VIEW: ImportView = {
  id: "i1",
  fileName: "orders_export_1.csv",
  kind: "orders",
  state: "done",
  fileBytes: 1_400_000,
  percent: 100,
  startedAt: "2026-03-01T12:00:00.000Z",
  finishedAt: "2026-03-01T12:01:00.000Z",
  rowCount: 2_400,
  takenCount: 1_200,
  knownCount: 30,
  skippedCount: 7,
  anonymousCount: 3,
  days: { fromOn: "2021-05-05", toOn: "2026-03-01" },
  error: null,
  isRetryable: false,
  problems: [
    {
      line: 12,
      column: "Created at",
      value: "5/1/2024 10:00",
      reason: "date-by-spreadsheet",
      params: {},
    },
  ],
};
const PAGE: HistoryPageData = {
  coverage: { kind: "window", sinceOn: "2025-12-31", gaps: [], leftOutCount: 0 },
  imports: [],
  isRunning: false,
  maxBytes: 2_000_000_000,
};
const ERRORS = [
  "other-separator",
  "other-export",
  "unknown-columns",
  "missing-columns",
  "file-cut",
  "broken-quotes",
  "row-too-long",
  "not-csv",
  "not-utf8",
  "empty-file",
  "load-failed",
  "shop-gone",
] as const;
const STATES = ["uploading", "waiting", "loading", "done", "failed", "cancelled"] as const;

type Locale = "en" | "pl" | "ru";
const render = async (over: Partial<HistoryPageData>, locale: Locale = "en") =>
  renderPage(await routed(<HistoryPage data={{ ...PAGE, ...over }} />), { locale });

describe.each(["en", "pl", "ru"] as const)("in %s", (locale) => {
  test("every state, reason and count has its text", async () => {
    const imports: ImportView[] = [
      ...STATES.map((state, index) => ({ ...VIEW, id: state, state, percent: 40, takenCount: index })),
      ...ERRORS.map((code) => ({
        ...VIEW,
        id: code,
        state: "failed" as const,
        isRetryable: true,
        error: { code, line: 3, value: "Datum;Betrag", expected: "Total" },
      })),
      ...[1, 2, 5].map((count) => ({
        ...VIEW,
        id: `customers ${count}`,
        kind: "customers" as const,
        takenCount: count,
        knownCount: count,
        skippedCount: count,
        anonymousCount: count,
        rowCount: count,
        problems: [],
      })),
      {
        ...VIEW,
        id: "problems",
        skippedCount: 100,
        problems: PROBLEM_REASONS.map((reason, line) => ({
          line,
          column: "Total",
          value: "x",
          reason,
          params: { expected: 7, got: 3 },
        })),
      },
    ];
    const text = textOf(await render({ imports }, locale));
    expect(text).not.toMatch(/\{\{|undefined|NaN|null|\[object/);
  });

  test.each(["whole", "window", "extended"] as const)("a history that is %s is explained", async (kind) => {
    const coverage = {
      kind,
      sinceOn: kind === "whole" ? null : "2025-12-31",
      gaps: kind === "window" ? [{ fromOn: "2024-02-01", toOn: "2025-12-30" }] : [],
      leftOutCount: kind === "extended" ? 2 : 0,
    };
    expect(textOf(await render({ coverage }, locale))).not.toMatch(/\{\{|undefined|null/);
  });
});

test("the page tells how far back orders are known, what is missing, and where to drop files", async () => {
  const gaps = [{ fromOn: "2024-02-01", toOn: "2025-12-30" }];
  const text = textOf(await render({ coverage: { ...PAGE.coverage, gaps, leftOutCount: 1 } }));
  expect(text).toContain(
    "History since Dec 31, 2025, as far as the store shares it; nothing is known of Feb 1, 2024 – Dec 30, 2025; 1 order of the files was left out",
  );
  expect(text).toContain("up to 2 GB each");
  expect(text).toContain("No file has been imported yet.");
});

test("an import tells what was taken, known and left out, and why", async () => {
  const text = textOf(await render({ imports: [VIEW] }));
  expect(text).toContain("1,200 orders taken over · 30 known already · 7 left out · 2,400 rows read");
  expect(text).toContain("Orders from May 5, 2021 to Mar 1, 2026");
  expect(text).toContain(
    "Line 12: Created at is &quot;5/1/2024 10:00&quot;: a spreadsheet has changed the date",
  );
  expect(text).toContain("and 6 more, in the report");
  expect(text).toContain("Download report");
  expect(text).not.toContain("Try again");
});

test("what runs can be cancelled, and only what failed for our reasons tried again", async () => {
  const running = { ...VIEW, state: "loading" as const, percent: 40, skippedCount: 0, problems: [] };
  const failed = {
    ...VIEW,
    id: "i2",
    state: "failed" as const,
    skippedCount: 0,
    problems: [],
    isRetryable: true,
  };
  expect(textOf(await render({ imports: [running] }))).toMatch(/Loading, 40%.*Cancel/);
  expect(textOf(await render({ imports: [failed] }))).toContain("Try again");
});

test.each([
  [0, "0 byte"],
  [999, "999 byte"],
  [1_000, "1 kB"],
  [1_400_000, "1.4 MB"],
  [2_000_000_000, "2 GB"],
  [5e12, "5,000 GB"],
])("%i bytes are %s", (bytes, expected) => {
  expect(formatSize(bytes, "en")).toBe(expected);
});
