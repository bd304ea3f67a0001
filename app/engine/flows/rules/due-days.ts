import { HOUR_MS } from "~/kit/duration";
import { instantAt } from "~/kit/wall-clock";
import { addDays, dayIn } from "~/kit/zone";

/** A day whose time has come, and the instant at which it came. */
export type DueDay = { day: string; at: Date };

/** When we came to know that the shop has another zone than the former one; null: told before that was kept. */
export type ZoneMove = { at: Date; formerZone: string | null };

/** A window of a sweep: after `from`, until `to` (inclusive), in the zone of today. */
export type DueSpan = { zone: string; from: Date; to: Date; moves?: readonly ZoneMove[] };

/** No two zones are further apart. */
const WIDEST_ZONES_MS = 26 * HOUR_MS;

/**
 * Days whose time came in a window.
 *
 * Where the shop moved to a zone that is ahead, the time of a day may have passed there while it had not come where the
 * shop was: it comes when the zone changes. Of a shop that moves back, a day comes twice: by the same day.
 *
 * @param time HH:MM; where clocks skip it, as much later; where they show it twice, the first time.
 */
export function dueDaysIn({ zone, from, to, moves = [] }: DueSpan, time: string): DueDay[] {
  const begin = moves.reduce(
    (first, { at }) => Math.min(first, at.getTime() - WIDEST_ZONES_MS),
    from.getTime(),
  );
  const days: DueDay[] = [];
  const last = dayIn(zone, to);
  for (let day = dayIn(zone, new Date(begin)); day <= last; day = addDays(day, 1)) {
    const at = instantAt(zone, day, time);
    const move = at <= from ? moves.find((one) => isLost({ day, at, time }, one)) : undefined;
    if (at > from && at <= to) days.push({ day, at });
    else if (move) days.push({ day, at: move.at });
  }
  return days;
}

/** Whether the time of a day had passed in the new zone, and was yet to come in the former one. */
function isLost(
  { day, at, time }: DueDay & { time: string },
  { at: movedAt, formerZone }: ZoneMove,
): boolean {
  const sinceMs = movedAt.getTime() - at.getTime();
  if (sinceMs < 0 || sinceMs >= WIDEST_ZONES_MS) return false;
  return formerZone === null || instantAt(formerZone, day, time) > movedAt;
}
