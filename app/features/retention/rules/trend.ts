import { addDays, addMonths } from "~/kit/zone";

import { ordersTo } from "./drill";
import type { Trend, TrendPoint } from "../schema";

export type DayTotals = { day: string; orderCount: number; netMinor: number };

const MAX_DAILY_POINTS = 92;
const MAX_WEEKLY_DAYS = 800;

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
  const length = Math.round((Date.parse(today) - Date.parse(from)) / 86_400_000) + 1;
  const step = length <= MAX_DAILY_POINTS ? "day" : length <= MAX_WEEKLY_DAYS ? "week" : "month";
  const points: TrendPoint[] = [];
  for (let start = from; start <= today; start = addDays(lastDayOf(step, start), 1)) {
    const end = lastDayOf(step, start);
    const isRunning = end >= today;
    const to = isRunning ? today : end;
    points.push({
      from: start,
      to,
      orderCount: 0,
      netMinor: 0,
      isRunning,
      drillTo: ordersTo({ from: start, to: isRunning ? null : to }),
    });
  }
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

function lastDayOf(step: Trend["step"], day: string): string {
  if (step === "day") return day;
  if (step === "month") return addDays(`${addMonths(day.slice(0, 7), 1)}-01`, -1);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, (7 - weekday) % 7);
}
