import { type DueSpan, dueDaysIn } from "~/engine/flows/rules/due-days";
import { addDays, dayIn } from "~/kit/zone";

/** A date that comes round in a window: the day it is of, and when it is seen to. */
export type Occasion = { on: string; at: Date };

type Yearly = { repeats: "once" | "yearly"; leapDay: "february-28" | "march-1" };

/**
 * The instants after `from` until `to` (inclusive) at which clocks of a zone show `time`, and the day that each is
 * `offsetDays` away from.
 */
export function occasionsIn(
  span: DueSpan,
  { offsetDays, time }: { offsetDays: number; time: string },
): Occasion[] {
  return dueDaysIn(span, time).map(({ day, at }) => ({ on: addDays(day, -offsetDays), at }));
}

/**
 * How many years ago a date was when its day comes round on `on`; null when it does not. `once`: on the day itself, 0.
 *
 * @param date YYYY-MM-DD
 */
export function yearsOn(on: string, date: string, { repeats, leapDay }: Yearly): number | null {
  if (repeats === "once") return on === date ? 0 : null;
  const year = Number(on.slice(0, 4));
  const years = year - Number(date.slice(0, 4));
  return years >= 1 && anniversaryIn(year, date, leapDay) === on ? years : null;
}

function anniversaryIn(year: number, date: string, leapDay: Yearly["leapDay"]): string {
  const day = date.slice(5, 10);
  const written = String(year).padStart(4, "0");
  if (day !== "02-29" || isLeapYear(year)) return `${written}-${day}`;
  return leapDay === "february-28" ? `${written}-02-28` : `${written}-03-01`;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** A value of a fact as a day of the shop. */
export function dayOf(value: Date | string, zone: string): string {
  return typeof value === "string" ? value.slice(0, 10) : dayIn(zone, value);
}
