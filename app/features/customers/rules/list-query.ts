import type { Condition } from "~/engine/facts/condition";

/**
 * Groups of customers that numbers elsewhere count: the list behind a number holds exactly them. Days and months are
 * the shop's, inclusive; null = open.
 */
export type CustomerSegment =
  /** Had a valid order in the days. */
  | { kind: "buyers"; from: string | null; to: string | null }
  /** Of them: had an earlier valid order, any time. */
  | { kind: "repeat-buyers"; from: string | null; to: string | null }
  /** First valid order in the month. */
  | { kind: "cohort"; cohort: string }
  /** Of them: had a valid order `offset` months later. */
  | { kind: "cohort-month"; cohort: string; offset: number }
  /** The same over all cohorts since `since` that had lived through the whole of it by the month `before`. */
  | { kind: "cohort-span"; since: string; before: string; offset: number };

/** What the list can be sorted by. */
export const SORT_KEYS = ["last-order", "net-spend", "orders", "name", "registered"] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** Whether we may write mails to someone: yes, no, the store did not say. */
export const CONSENT_FILTERS = ["subscribed", "not-subscribed", "unknown"] as const;
export type ConsentFilter = (typeof CONSENT_FILTERS)[number];

/** The most characters a condition may have in a URL: with it, the URL stays well under what servers take. */
export const MOST_CONDITION_LENGTH = 3_000;

/** What the URL of the customer list asks for. */
export type CustomerListQuery = {
  search: string;
  sort: SortKey;
  direction: "asc" | "desc";
  page: number;
  segment: CustomerSegment | null;
  tierId: string | null;
  consent: ConsentFilter | null;
  /** What they must be like, as in audiences; null: whatever they are like. */
  condition: Condition | null;
};

/** The query of the list's URL; what is as usual is left out. */
export function customerListParams(query: CustomerListQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (query.segment) {
    const { kind, ...rest } = query.segment;
    params.set("segment", kind);
    for (const [name, value] of Object.entries(rest)) if (value !== null) params.set(name, String(value));
  }
  if (query.search) params.set("q", query.search);
  if (query.tierId) params.set("tier", query.tierId);
  if (query.consent) params.set("consent", query.consent);
  if (query.condition) params.set("condition", JSON.stringify(query.condition));
  const usual = query.sort === "name" ? "asc" : "desc";
  if (query.sort !== "last-order") params.set("sort", query.sort);
  if (query.direction !== usual) params.set("direction", query.direction);
  if (query.page > 1) params.set("page", String(query.page));
  return params;
}
