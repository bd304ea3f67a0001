import { expect, test } from "vitest";

import { offeredMonths, periodOf, ReportQuerySchema } from "./schema";

const TODAY = "2026-03-02";
const ask = (from: string | null, to: string | null) =>
  periodOf(ReportQuerySchema.parse({ from, to }), TODAY);

test("without a wish the report is of the last six months, until today", () => {
  expect(ask(null, null)).toEqual({
    ...{ fromMonth: "2025-10", toMonth: "2026-03" },
    ...{ fromOn: "2025-10-01", toOn: "2026-03-02" },
  });
});

test.each([
  ["2026-01", "2026-02", "2026-01-01", "2026-02-28"],
  ["2024-02", "2024-02", "2024-02-01", "2024-02-29"],
  ["2026-02", "2026-01", "2026-01-01", "2026-01-31"],
  ["2026-03", "2026-09", "2026-03-01", "2026-03-02"],
  ["2010-01", "2026-01", "2023-04-01", "2026-01-31"],
])("from %s to %s are the days %s to %s", (from, to, fromOn, toOn) => {
  expect(ask(from, to)).toMatchObject({ fromOn, toOn });
});

test.each(["", "2026", "2026-13", "yesterday"])("%j is no month: the usual ones are shown", (month) => {
  expect(ask(month, month)).toEqual(ask(null, null));
});

test("three years of months can be chosen, the latest first", () => {
  const months = offeredMonths(TODAY);
  expect(months).toHaveLength(36);
  expect([months[0], months[35]]).toEqual(["2026-03", "2023-04"]);
});
