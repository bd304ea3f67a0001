/** How far back a shop's copy of its orders reaches; days are the shop's (YYYY-MM-DD). */
export type HistoryCoverage = {
  /** `whole`: every order there is · `window`: what Shopify shares · `extended`: further back by imported files. */
  kind: "whole" | "window" | "extended";
  /** From this day on nothing is missing; null for the whole history. */
  sinceOn: string | null;
  /** Days nothing is known of, between older imported files and `sinceOn`; both inclusive. */
  gaps: { fromOn: string; toOn: string }[];
  /** Orders of imported files that were left out. */
  leftOutCount: number;
};

/** Whether a number that begins on a day (null: with the first order ever) asks for more than is known. */
export function reachesBeyond(coverage: HistoryCoverage, fromOn: string | null): boolean {
  return coverage.sinceOn !== null && (fromOn === null || fromOn < coverage.sinceOn);
}
