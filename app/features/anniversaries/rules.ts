import { type Offer, OfferSchema } from "~/engine/incentives/schema";
import { dayIn } from "~/kit/zone";

import type { AnniversarySettings, GiftSettings } from "./schema";

export type Registrant = {
  /** As the store says; of merged customers the earliest. */
  registeredAt: Date | null;
  /** In lower case. */
  tagKeys: readonly string[];
};

/** Since which day a person has been here: the earliest day of their tags, or that of their registration; null: not known. */
export function registrationDay(
  { registeredAt, tagKeys }: Registrant,
  { zone, dateTagPrefix }: { zone: string; dateTagPrefix: string },
): string | null {
  const prefix = dateTagPrefix.toLowerCase();
  const tagged = tagKeys
    .filter((tag) => prefix !== "" && tag.startsWith(prefix))
    .map((tag) => tag.slice(prefix.length))
    .filter(isDay)
    .sort();
  return tagged[0] ?? (registeredAt ? dayIn(zone, registeredAt) : null);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

type LeapDay = AnniversarySettings["leapDay"];

/** How many years ago `registeredOn` was, on its anniversary; null on every other day, and on the day itself. */
export function yearsOn(day: string, registeredOn: string, leapDay: LeapDay): number | null {
  const years = yearOf(day) - yearOf(registeredOn);
  return years >= 1 && daysKept(day, leapDay).includes(registeredOn.slice(5)) ? years : null;
}

/** Which days of the year (MM-DD) have their anniversary on a day: a 29 February that there is not comes along. */
export function daysKept(day: string, leapDay: LeapDay): string[] {
  const monthDay = day.slice(5);
  const instead = leapDay === "february-28" ? "02-28" : "03-01";
  return monthDay === instead && !isLeap(yearOf(day)) ? [monthDay, "02-29"] : [monthDay];
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The gift of a year: the highest rung that it reaches; null below the first. A code of its own each year. */
export function giftOf(
  years: number,
  { ladder, validDays, remindDaysBefore }: GiftSettings,
): { offer: Offer; percent: number } | null {
  const reached = ladder.filter(({ fromYear }) => fromYear <= years);
  const rung = reached.sort((a, b) => b.fromYear - a.fromYear)[0];
  if (!rung) return null;
  const offer = OfferSchema.parse({
    value: { kind: "percentage", percentBp: rung.percentBp },
    validDays,
    remindDaysBefore,
    clock: "sent",
    prefix: "YEAR",
    title: `Anniversary ${years}`,
  });
  return { offer, percent: rung.percentBp / 100 };
}
