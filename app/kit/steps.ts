import { addDays, addMonths } from "./zone";

export type Step = "day" | "week" | "month";

/** Days of a shop that are told together, both inclusive; the last of them may be running. */
export type StepPeriod = { from: string; to: string; isRunning: boolean };

const MAX_DAILY_POINTS = 92;
const MAX_WEEKLY_DAYS = 800;

/**
 * The days from one to today by day, week (Monday to Sunday) or month, whichever is readable, without gaps.
 *
 * The first and last period are cut to `from` and `today`; the one that holds today is marked as running.
 */
export function stepsTo(today: string, from: string): { step: Step; periods: StepPeriod[] } {
  const length = Math.round((Date.parse(today) - Date.parse(from)) / 86_400_000) + 1;
  const step = length <= MAX_DAILY_POINTS ? "day" : length <= MAX_WEEKLY_DAYS ? "week" : "month";
  const periods: StepPeriod[] = [];
  for (let start = from; start <= today; start = addDays(lastDayOf(step, start), 1)) {
    const end = lastDayOf(step, start);
    const isRunning = end >= today;
    periods.push({ from: start, to: isRunning ? today : end, isRunning });
  }
  return { step, periods };
}

function lastDayOf(step: Step, day: string): string {
  if (step === "day") return day;
  if (step === "month") return addDays(`${addMonths(day.slice(0, 7), 1)}-01`, -1);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, (7 - weekday) % 7);
}
