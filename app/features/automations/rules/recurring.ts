import { instantAt } from "~/kit/wall-clock";
import { addDays, dayIn } from "~/kit/zone";

export type Recurrence = {
  every: "day" | "week" | "month";
  /** ISO 8601: 1 = Monday. */
  weekday: number;
  /** The last day where a month has no such one. */
  dayOfMonth: number;
  /** HH:MM */
  time: string;
};

/** The days after `from` until `to` (inclusive) that a schedule falls on, with their instants. */
export function recurrencesIn(
  { zone, from, to }: { zone: string; from: Date; to: Date },
  recurrence: Recurrence,
): { day: string; at: Date }[] {
  const found: { day: string; at: Date }[] = [];
  const last = dayIn(zone, to);
  for (let day = dayIn(zone, from); day <= last; day = addDays(day, 1)) {
    if (!fallsOn(day, recurrence)) continue;
    const at = instantAt(zone, day, recurrence.time);
    if (at > from && at <= to) found.push({ day, at });
  }
  return found;
}

function fallsOn(day: string, { every, weekday, dayOfMonth }: Recurrence): boolean {
  if (every === "day") return true;
  const date = new Date(`${day}T00:00:00Z`);
  if (every === "week") return (date.getUTCDay() || 7) === weekday;
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(dayOfMonth, lastDay);
}
