import { HOUR_MS } from "./duration";
import { dayIn } from "./zone";

/**
 * The first instant of a day (YYYY-MM-DD) in an IANA zone, so that `dayIn(zone, instant) >= day` says the same as
 * `instant >= startOfDay(zone, day)`. Right too where clocks skip midnight.
 */
export function startOfDay(zone: string, day: string): Date {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  // No zone is further than 14 hours before or 12 hours behind UTC.
  let before = utcMidnight - 15 * HOUR_MS;
  let after = utcMidnight + 13 * HOUR_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(zone, new Date(middle)) >= day) after = middle;
    else before = middle;
  }
  return new Date(after);
}
