import { type DueDay, dueDaysIn, type DueSpan } from "~/engine/flows/rules/due-days";

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
export function recurrencesIn(span: DueSpan, recurrence: Recurrence): DueDay[] {
  return dueDaysIn(span, recurrence.time).filter(({ day }) => fallsOn(day, recurrence));
}

function fallsOn(day: string, { every, weekday, dayOfMonth }: Recurrence): boolean {
  if (every === "day") return true;
  const date = new Date(`${day}T00:00:00Z`);
  if (every === "week") return (date.getUTCDay() || 7) === weekday;
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(dayOfMonth, lastDay);
}
