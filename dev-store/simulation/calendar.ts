import { DateTime } from "luxon";

import type { Random } from "./random";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** January first: presents before Christmas, empty cities in July. */
const MONTHS = [0.88, 0.9, 0.98, 1, 0.96, 0.85, 0.68, 0.72, 0.95, 1.05, 1.5, 1.6];
/** Monday first. */
const WEEKDAYS = [1.1, 1.06, 1.02, 1, 0.94, 0.82, 1.04];
/** Midnight first: lunch breaks and evenings. */
const HOURS = [
  0.25, 0.12, 0.06, 0.04, 0.05, 0.12, 0.35, 0.7, 0.95, 1.1, 1.2, 1.3, 1.4, 1.25, 1.05, 1, 1.05, 1.15, 1.3,
  1.6, 1.8, 1.7, 1.2, 0.6,
];

const HIGHEST = Math.max(...MONTHS) * Math.max(...WEEKDAYS);
const BUSIEST_HOUR = Math.max(...HOURS);

/** Mean of `hourWeight` over a day. */
export const MEAN_HOUR_WEIGHT = HOURS.reduce((sum, weight) => sum + weight, 0) / HOURS.length / BUSIEST_HOUR;

/** When people shop, in the shop's zone. */
export class Calendar {
  readonly #offsets = new Map<number, number>();

  constructor(readonly zone: string) {}

  /** How busy the day is, 0–1. */
  dayWeight(instant: Date): number {
    const local = this.#local(instant);
    const month = MONTHS[local.getUTCMonth()] ?? 1;
    const weekday = WEEKDAYS[(local.getUTCDay() + 6) % 7] ?? 1;
    return (month * weekday) / HIGHEST;
  }

  /** How busy the hour is, 0–1. */
  hourWeight(instant: Date): number {
    return (HOURS[this.#local(instant).getUTCHours()] ?? 1) / BUSIEST_HOUR;
  }

  /** The hour of the day in the shop, 0–23. */
  hourOf(instant: Date): number {
    return this.#local(instant).getUTCHours();
  }

  /** The same day at an hour when people shop, to the second. */
  atShoppingHour(instant: Date, random: Random): Date {
    const local = this.#local(instant);
    const midnight = instant.getTime() - (local.getTime() % DAY_MS);
    const hour = random.weighted(HOURS.map((weight, index) => [index, weight] as const));
    return new Date(Math.floor((midnight + (hour + random.unit()) * HOUR_MS) / 1000) * 1000);
  }

  /** The instant itself, or 09:00 and some minutes of the next waking morning when it falls between 23:00 and 08:00. */
  whenAwake(instant: Date, random: Random): Date {
    const local = this.#local(instant);
    const hour = local.getUTCHours();
    if (hour >= 8 && hour < 23) return instant;
    const midnight = instant.getTime() - (local.getTime() % DAY_MS);
    const morning = midnight + (hour >= 23 ? DAY_MS : 0) + 9 * HOUR_MS;
    return new Date(morning + random.int(0, 5_400) * 1000);
  }

  /** Local wall time as if it were UTC; the offset is looked up once an hour of UTC time. */
  #local(instant: Date): Date {
    const key = Math.floor(instant.getTime() / HOUR_MS);
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      offset = DateTime.fromJSDate(instant, { zone: this.zone }).offset * 60_000;
      this.#offsets.set(key, offset);
    }
    return new Date(instant.getTime() + offset);
  }
}
