import type { DayRange } from "../schema";

/** Address of the list of buyers of a range, or of those of them who bought before. */
export function buyersTo(range: DayRange, segment: "buyers" | "repeat-buyers" = "buyers"): string {
  return `/app/customers?${new URLSearchParams({ segment, ...given(range) }).toString()}`;
}

/** Address of the list of valid orders of a range. */
export function ordersTo(range: DayRange): string {
  return `/app/dashboard/drill?${new URLSearchParams(given(range)).toString()}`;
}

/** Address of the list of orders that completed a left checkout after a reminder sent in a range. */
export function recoveredOrdersTo(range: DayRange): string {
  return `/app/dashboard/recovered?${new URLSearchParams(given(range)).toString()}`;
}

/** Address of the list of people who were lost when a range began, or of those of them who ordered in it. */
export function winbackTo(
  range: DayRange,
  { who, among = "all" }: { who: "lost" | "recovered"; among?: "all" | "holdout" },
): string {
  const params = { who, ...(among === "all" ? {} : { among }), ...given(range) };
  return `/app/dashboard/winback?${new URLSearchParams(params).toString()}`;
}

/** Address of the customers whose first order was in `cohort` (YYYY-MM). */
export function cohortTo(cohort: string): string {
  return `/app/customers?${new URLSearchParams({ segment: "cohort", cohort }).toString()}`;
}

/** Address of the customers of a cohort who ordered `offset` months after it. */
export function cohortMonthTo(cohort: string, offset: number): string {
  const params = { segment: "cohort-month", cohort, offset: String(offset) };
  return `/app/customers?${new URLSearchParams(params).toString()}`;
}

/** Address of the orders a cohort placed `offset` months after it. */
export function cohortOrdersTo(cohort: string, offset: number): string {
  return `/app/dashboard/drill?${new URLSearchParams({ cohort, offset: String(offset) }).toString()}`;
}

/** The cohorts since `since` that have lived through the whole month `offset` by the month `before`. */
export type CohortSpan = { since: string; before: string; offset: number };

/** Address of the customers of all those cohorts who ordered in that month. */
export function cohortSpanTo({ since, before, offset }: CohortSpan): string {
  const params = { segment: "cohort-span", since, before, offset: String(offset) };
  return `/app/customers?${new URLSearchParams(params).toString()}`;
}

/** Address of the orders of all those cohorts in that month. */
export function cohortSpanOrdersTo({ since, before, offset }: CohortSpan): string {
  return `/app/dashboard/drill?${new URLSearchParams({ since, before, offset: String(offset) }).toString()}`;
}

function given({ from, to }: DayRange): Record<string, string> {
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}
