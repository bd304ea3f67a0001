import { DateTime } from "luxon";

/*
 * Instants by what the clocks of a zone show. Where clocks skip an hour, a time that they never show is as much later
 * as they skipped; where they go back, a time that they show twice is the first of the two.
 */

/** The instant at which clocks in an IANA zone show `time` (HH:MM) on a day (YYYY-MM-DD). */
export function instantAt(zone: string, day: string, time: string): Date {
  const at = DateTime.fromISO(`${day}T${time}`, { zone });
  // Which of two luxon takes depends on today. No zone goes back by more than an hour.
  const earlier = [60, 30].map((minutes) => at.minus({ minutes }));
  const first = earlier.find((other) => other.hour === at.hour && other.minute === at.minute) ?? at;
  return first.toJSDate();
}

/**
 * The first instant from `from` on (inclusive) at which clocks in a zone show `time` (HH:MM) on one of the ISO weekdays.
 *
 * @throws RangeError without a weekday from 1 to 7.
 */
export function nextWallTime(
  zone: string,
  from: Date,
  { time, weekdays = [1, 2, 3, 4, 5, 6, 7] }: { time: string; weekdays?: readonly number[] },
): Date {
  const today = DateTime.fromJSDate(from, { zone }).startOf("day");
  for (let ahead = 0; ; ahead += 1) {
    const day = today.plus({ days: ahead });
    if (!weekdays.includes(day.weekday)) {
      if (ahead > 7) throw new RangeError(`expected ISO weekdays from 1 to 7, got [${weekdays.join(", ")}]`);
      continue;
    }
    const at = instantAt(zone, day.toISODate() ?? "", time);
    if (at >= from) return at;
  }
}

/** `days` later by the calendar of a zone: clocks show the same time then, whatever they did meanwhile. Negative goes back. */
export function addCalendarDays(zone: string, from: Date, days: number): Date {
  return DateTime.fromJSDate(from, { zone }).plus({ days }).toJSDate();
}
