import { DAY_MS } from "~/kit/duration";
import { median } from "~/kit/statistics";

const LONGEST_GAP_DAYS = 365;

/**
 * F23 for one customer: median days between valid orders that follow each other, gaps over 365 days left out;
 * rounded to a tenth of a day. Null when no gap is left.
 *
 * @param placedAt instants of valid orders, in any order.
 */
export function typicalGapDays(placedAt: readonly Date[]): number | null {
  const times = placedAt.map((instant) => instant.getTime()).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? time)) / DAY_MS);
  const gap = median(gaps.filter((days) => days <= LONGEST_GAP_DAYS));
  return gap === null ? null : Math.round(gap * 10) / 10;
}
