import { stepsTo } from "~/kit/steps";

import { ordersTo } from "./drill";
import type { Trend, TrendPoint } from "../schema";

export type DayTotals = { day: string; orderCount: number; netMinor: number };

/**
 * Totals by day, week (Monday to Sunday) or month, whichever is readable, without gaps.
 *
 * The first and last period are cut to `from` and `today`; the one that holds today is marked as running.
 *
 * @param days any subset of the days; missing ones count as zero.
 */
export function buildTrend(
  days: readonly DayTotals[],
  { from, today }: { from: string; today: string },
): Trend {
  const { step, periods } = stepsTo(today, from);
  const points = periods.map((period) => ({
    ...period,
    orderCount: 0,
    netMinor: 0,
    drillTo: ordersTo({ from: period.from, to: period.isRunning ? null : period.to }),
  }));
  addUp(points, days);
  return { step, points };
}

function addUp(points: TrendPoint[], days: readonly DayTotals[]): void {
  let index = 0;
  for (const day of [...days].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    // The running period is open at its end, as its list is.
    while (points[index] && !points[index]?.isRunning && (points[index]?.to ?? "") < day.day) index += 1;
    const point = points[index];
    if (!point || day.day < point.from) continue;
    point.orderCount += day.orderCount;
    point.netMinor += day.netMinor;
  }
}
