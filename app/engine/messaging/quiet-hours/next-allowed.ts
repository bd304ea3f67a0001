import { DateTime } from "luxon";

import { MINUTE_MS } from "~/kit/duration";

import type { QuietHours } from "../sending/schema";

/** Days (YYYY-MM-DD) of a year on which nothing is done. */
export type HolidaysOf = (year: number) => ReadonlySet<string>;

export type HourRules = {
  hours: QuietHours;
  /** IANA; the reader's. */
  zone: string;
  /** Of the reader's country; null when holidays are days like any other. */
  holidaysOf: HolidaysOf | null;
};

/** Every zone is whole quarters of an hour from UTC, and days open and close at half hours: nothing changes between. */
const STEP_MS = 15 * MINUTE_MS;
const FAR_DAYS = 400;

/**
 * The first instant from `at` on (inclusive) at which the reader's clock shows an allowed time of an allowed day.
 *
 * What the clock shows counts: an hour that is skipped in spring is never shown; one that autumn doubles is shown
 * twice, and allowed or not both times.
 *
 * @throws RangeError when no day within 400 is allowed: the settings refuse such rules.
 */
export function nextAllowed(at: Date, rules: HourRules): Date {
  if (isAllowed(inZone(at.getTime(), rules.zone), rules)) return at;
  let day = inZone(at.getTime(), rules.zone).startOf("day");
  for (let count = 0; count <= FAR_DAYS; count += 1) {
    const next = day.plus({ days: 1 }).startOf("day");
    const found = isDayAllowed(day, rules) ? firstOfDay(day, next, { at, rules }) : null;
    if (found !== null) return new Date(found);
    day = next;
  }
  throw new RangeError(
    `no day within ${FAR_DAYS} from ${at.toISOString()} is allowed by weekdays [${rules.hours.weekdays.join(", ")}] in ${rules.zone}: allow another weekday, or holidays`,
  );
}

type Sought = { at: Date; rules: HourRules };

function firstOfDay(day: DateTime, next: DateTime, { at, rules }: Sought): number | null {
  const begin = Math.max(day.toMillis(), at.getTime());
  // Some clocks are put forward at midnight: then a day begins at one o'clock.
  const isUsual = next.offset === day.offset && day.hour === 0 && day.minute === 0;
  if (isUsual) {
    const opens = day.toMillis() + minutesOf(rules.hours.opensAt) * MINUTE_MS;
    const closes = day.toMillis() + minutesOf(rules.hours.closesAt) * MINUTE_MS;
    const first = Math.max(begin, opens);
    return first < closes ? first : null;
  }
  // The clock is put forward or back on this day: it is read quarter by quarter.
  for (let instant = Math.ceil(begin / STEP_MS) * STEP_MS; instant < next.toMillis(); instant += STEP_MS) {
    if (isAllowed(inZone(instant, rules.zone), rules)) return instant;
  }
  return null;
}

function isAllowed(local: DateTime, rules: HourRules): boolean {
  const minutes = local.hour * 60 + local.minute;
  const { opensAt, closesAt } = rules.hours;
  return minutes >= minutesOf(opensAt) && minutes < minutesOf(closesAt) && isDayAllowed(local, rules);
}

function isDayAllowed(local: DateTime, { hours, holidaysOf }: HourRules): boolean {
  if (!hours.weekdays.includes(local.weekday)) return false;
  return !holidaysOf?.(local.year).has(local.toFormat("yyyy-MM-dd"));
}

function inZone(instant: number, zone: string): DateTime {
  return DateTime.fromMillis(instant, { zone });
}

/** Minutes since midnight of `HH:MM`. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
