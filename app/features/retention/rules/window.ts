import { reachesBeyond } from "~/kit/coverage";
import { startOfDay } from "~/kit/day-start";
import { addDays, dayIn } from "~/kit/zone";

import type { Coverage, DayRange, WindowKey } from "../schema";

export type Window = {
  key: WindowKey;
  today: string;
  range: DayRange;
  /** As many days right before; null for all time. */
  previous: DayRange | null;
  /**
   * From when on orders of its last day do not count: as late in it as it is now today. A whole day against one that is
   * not over would show every store a loss each morning.
   */
  previousUntil: Date | null;
};

/**
 * The days a window means now: the last N days of the shop, today (still running) among them, open at the end so
 * that an order placed while the page is being read is in both the number and its list.
 */
export function resolveWindow(key: WindowKey, { now, zone }: { now: Date; zone: string }): Window {
  const today = dayIn(zone, now);
  if (key === "all")
    return { key, today, range: { from: null, to: null }, previous: null, previousUntil: null };
  const days = Number(key);
  const from = addDays(today, 1 - days);
  const lastDay = addDays(from, -1);
  return {
    key,
    today,
    range: { from, to: null },
    previous: { from: addDays(from, -days), to: lastDay },
    previousUntil: asLateIn(lastDay, { today, now, zone }),
  };
}

/** Just past the instant of a day as late in it as it is now, and never past its end: days differ where clocks change. */
function asLateIn(day: string, { today, now, zone }: { today: string; now: Date; zone: string }): Date {
  const elapsedMs = now.getTime() - startOfDay(zone, today).getTime();
  const end = startOfDay(zone, addDays(day, 1)).getTime();
  return new Date(Math.min(end, startOfDay(zone, day).getTime() + elapsedMs + 1));
}

/** A range of days as instants: from inclusive (the epoch where it is open), to exclusive (just past `now`). */
export function instantsOf(
  { from, to }: DayRange,
  { zone, now }: { zone: string; now: Date },
): { from: Date; to: Date } {
  return {
    from: from ? startOfDay(zone, from) : new Date(0),
    to: to ? startOfDay(zone, addDays(to, 1)) : new Date(now.getTime() + 1),
  };
}

/** Whether the whole range lies in what we know: only then may it be compared. */
export function isCovered(range: DayRange, { sinceOn, firstOrderOn }: Coverage): boolean {
  const knownOn = sinceOn ?? firstOrderOn;
  return range.from !== null && knownOn !== null && range.from >= knownOn;
}

/** Whether the range asks for days of which not every order is known. All time asks for everything. */
export function isPartlyUnknown(range: DayRange, coverage: Coverage): boolean {
  return reachesBeyond(coverage, range.from);
}

/** Longer breaks are no gaps between orders (METRICS F23): few come back after one. */
const EARLIER_DAYS = 365;

/**
 * Whether earlier orders of a range's buyers may be unknown. Where the history was cut shortly before, everybody seems new;
 * less so with every day the app is there, which would look like a better repeat purchase rate.
 */
export function areEarlierUnknown({ from }: DayRange, coverage: Coverage): boolean {
  return reachesBeyond(coverage, from && addDays(from, -EARLIER_DAYS));
}
