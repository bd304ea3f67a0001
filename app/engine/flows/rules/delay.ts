import { assertNever } from "~/kit/decision";
import { startOfDay } from "~/kit/day-start";
import { HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { addCalendarDays, nextWallTime } from "~/kit/wall-clock";
import { addDays } from "~/kit/zone";

import type { Delay } from "../definition";

/** What a delay is reckoned from. */
export type DelayGround = {
  /** IANA zone of the person. */
  zone: string;
  from: Date;
  /** An instant, or a day (YYYY-MM-DD), that the person's facts know; null: they do not. */
  dateOf: (fact: string) => Date | string | null;
};

/**
 * Until when a delay lasts: `from` or earlier means that it is over at once; null that its date is not known.
 *
 * Days are those of the calendar, minutes and hours are exact, whatever clocks do.
 */
export function decideDelay(delay: Delay, { zone, from, dateOf }: DelayGround): Date | null {
  switch (delay.kind) {
    case "duration":
      if (delay.unit === "days") return addCalendarDays(zone, from, delay.amount);
      return new Date(from.getTime() + delay.amount * (delay.unit === "hours" ? HOUR_MS : MINUTE_MS));
    case "time-of-day":
      return nextWallTime(zone, from, { time: delay.time });
    case "weekday":
      return nextWallTime(zone, from, { time: delay.time, weekdays: delay.weekdays });
    case "date":
      return startOfDay(zone, delay.on);
    case "fact-date": {
      const date = dateOf(delay.fact);
      if (date === null) return null;
      if (typeof date === "string") return startOfDay(zone, addDays(date, delay.offsetDays));
      return addCalendarDays(zone, date, delay.offsetDays);
    }
    default:
      return assertNever(delay);
  }
}
