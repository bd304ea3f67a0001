import { startOfDay } from "~/kit/day-start";
import { DAY_MS } from "~/kit/duration";
import { addDays, addMonths, dayIn } from "~/kit/zone";

/** Until when points wait; null = not at all. Days of 24 hours. */
export function waitUntil(from: Date, days: number): Date | null {
  return days === 0 ? null : new Date(from.getTime() + days * DAY_MS);
}

/**
 * The instant from which points are over: the day of so many months later is the last one they are good for, or the last
 * of its month where there is no such day.
 */
export function endOf(from: Date, { months, zone }: { months: number | null; zone: string }): Date | null {
  if (months === null) return null;
  const day = dayIn(zone, from);
  const month = addMonths(day.slice(0, 7), months);
  const lastOfMonth = addDays(`${addMonths(month, 1)}-01`, -1);
  const wished = `${month}${day.slice(7)}`;
  const lastDay = wished < lastOfMonth ? wished : lastOfMonth;
  return startOfDay(zone, addDays(lastDay, 1));
}

/** The instant from which points are over that are good for so many days beside today. */
export function endAfterDays(from: Date, { days, zone }: { days: number; zone: string }): Date {
  return startOfDay(zone, addDays(dayIn(zone, from), days + 1));
}

/** The last day that points with this end are good for. */
export function lastDayOf(expiresAt: Date, zone: string): string {
  return dayIn(zone, new Date(expiresAt.getTime() - 1));
}
