import { expect, test } from "vitest";

import { buildCohortTable, type CohortMonthFacts } from "./cohorts";

const fact = (cohort: string, month: string, customerCount: number): CohortMonthFacts => ({
  cohort,
  month,
  customerCount,
  netMinor: customerCount * 1_000,
});

const FACTS = [
  fact("2026-08", "2026-08", 10),
  fact("2026-08", "2026-09", 4),
  fact("2026-08", "2026-11", 1),
  fact("2026-10", "2026-10", 20),
  fact("2026-10", "2026-11", 6),
  fact("2026-11", "2026-11", 5),
];

test("a cohort has a cell for every month up to the running one, empty months among them", () => {
  const { rows } = buildCohortTable(FACTS, "2026-11");
  expect(rows[0]).toMatchObject({ cohort: "2026-08", size: 10, netMinor: 15_000 });
  expect(
    rows[0]?.cells.map(({ customerCount, share, isRunning }) => [customerCount, share, isRunning]),
  ).toEqual([
    [10, 1, false],
    [4, 0.4, false],
    [0, 0, false],
    [1, 0.1, true],
  ]);
});

test("a month nobody started in has no row", () => {
  expect(buildCohortTable(FACTS, "2026-11").rows.map((row) => row.cohort)).toEqual([
    "2026-08",
    "2026-10",
    "2026-11",
  ]);
});

test("the summary pools only cohorts that have lived through the whole month", () => {
  const { summary } = buildCohortTable(FACTS, "2026-11");
  expect(summary.map(({ customerCount, size, share }) => [customerCount, size, share])).toEqual([
    [30, 30, 1],
    [4, 10, 0.4],
    [0, 10, 0],
    [0, 0, null],
  ]);
});

test("the table goes back two years, the running month among them", () => {
  const { sinceMonth, rows } = buildCohortTable(
    [fact("2024-11", "2024-11", 1), fact("2024-12", "2024-12", 2)],
    "2026-11",
  );
  expect(sinceMonth).toBe("2024-12");
  expect(rows.map((row) => [row.cohort, row.cells.length])).toEqual([["2024-12", 24]]);
});

test("every cell opens its customers and its orders", () => {
  const cell = buildCohortTable(FACTS, "2026-11").rows[0]?.cells[1];
  expect(cell?.customersTo).toBe("/app/customers?segment=cohort-month&cohort=2026-08&offset=1");
  expect(cell?.ordersTo).toBe("/app/dashboard/drill?cohort=2026-08&offset=1");
});
