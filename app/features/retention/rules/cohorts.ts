import { addMonths, monthsBetween } from "~/kit/zone";
import { ratio } from "~/kit/statistics";

import type { CohortCell, CohortRow, CohortSummaryCell, CohortTable } from "../schema";
import { cohortMonthTo, cohortOrdersTo, cohortSpanOrdersTo, cohortSpanTo, cohortTo } from "./drill";

/** Customers of a cohort (month of the first order) who ordered in `month`, and what those orders brought. */
export type CohortMonthFacts = { cohort: string; month: string; customerCount: number; netMinor: number };

const COHORT_MONTHS = 24;

/** The first cohort the table shows: two years with the running month. */
export function firstCohort(thisMonth: string): string {
  return addMonths(thisMonth, 1 - COHORT_MONTHS);
}

/**
 * The cohort table (F2): for each month of first orders, who ordered again k months later.
 *
 * Months nobody started in have no row, so they enter no mean. A cell is there for every month up to the running
 * one, which is marked. The summary of month k pools the cohorts that have lived through the whole of it.
 *
 * @param thisMonth the running month; facts after it are left out.
 */
export function buildCohortTable(facts: readonly CohortMonthFacts[], thisMonth: string): CohortTable {
  const sinceMonth = firstCohort(thisMonth);
  const byCohort = new Map<string, Map<string, CohortMonthFacts>>();
  for (const fact of facts) {
    if (fact.cohort < sinceMonth || fact.month > thisMonth) continue;
    const months = byCohort.get(fact.cohort) ?? new Map<string, CohortMonthFacts>();
    byCohort.set(fact.cohort, months.set(fact.month, fact));
  }
  const rows = [...byCohort.keys()].sort().flatMap((cohort) => {
    const row = buildRow(cohort, byCohort.get(cohort) ?? new Map(), thisMonth);
    return row.size > 0 ? [row] : [];
  });
  return { sinceMonth, rows, summary: summarise(rows, { sinceMonth, thisMonth }) };
}

function buildRow(
  cohort: string,
  months: ReadonlyMap<string, CohortMonthFacts>,
  thisMonth: string,
): CohortRow {
  const size = months.get(cohort)?.customerCount ?? 0;
  const cells = Array.from({ length: monthsBetween(cohort, thisMonth) + 1 }, (_, offset): CohortCell => {
    const month = addMonths(cohort, offset);
    const fact = months.get(month);
    const customerCount = fact?.customerCount ?? 0;
    return {
      offset,
      month,
      customerCount,
      share: ratio(customerCount, size) ?? 0,
      netMinor: fact?.netMinor ?? 0,
      isRunning: month === thisMonth,
      customersTo: cohortMonthTo(cohort, offset),
      ordersTo: cohortOrdersTo(cohort, offset),
    };
  });
  const netMinor = cells.reduce((sum, cell) => sum + cell.netMinor, 0);
  return { cohort, size, netMinor, customersTo: cohortTo(cohort), cells };
}

function summarise(
  rows: readonly CohortRow[],
  { sinceMonth, thisMonth }: { sinceMonth: string; thisMonth: string },
): CohortSummaryCell[] {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, offset) => {
    const finished = rows.filter((row) => row.cells[offset]?.isRunning === false);
    const customerCount = finished.reduce((sum, row) => sum + (row.cells[offset]?.customerCount ?? 0), 0);
    const size = finished.reduce((sum, row) => sum + row.size, 0);
    const span = { since: sinceMonth, before: thisMonth, offset };
    return {
      offset,
      customerCount,
      size,
      share: ratio(customerCount, size),
      netMinor: finished.reduce((sum, row) => sum + (row.cells[offset]?.netMinor ?? 0), 0),
      customersTo: cohortSpanTo(span),
      ordersTo: cohortSpanOrdersTo(span),
    };
  });
}
