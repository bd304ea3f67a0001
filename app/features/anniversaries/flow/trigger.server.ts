import type { Entry, SweptTrigger } from "~/engine/flows/contribution";
import { type DueDay, dueDaysIn } from "~/engine/flows/rules/due-days";
import { listZoneMoves } from "~/engine/flows/repository.server";
import { startOfDay } from "~/kit/day-start";
import { addDays } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import { findFirstYear, listRegistrants } from "../repository.server";
import { daysKept, registrationDay, yearsOn } from "../rules";
import {
  type AnniversarySettings,
  AnniversarySettingsSchema,
  LADDER_LIMITS,
  LEAP_DAYS,
  TAG_PREFIX_LENGTH,
} from "../schema";

type Window = { shopId: string; zone: string; settings: AnniversarySettings; from: Date; to: Date };

/** It is so many years since a customer registered. Once a year: the key is the year. */
export const registrationAnniversary: SweptTrigger<AnniversarySettings> = {
  kind: "swept",
  key: "anniversaries.registration",
  textNamespace: "anniversaries",
  schema: AnniversarySettingsSchema,
  fields: [
    { name: "time", kind: "time" },
    { name: "leapDay", kind: "choice", values: LEAP_DAYS },
    { name: "dateTagPrefix", kind: "text", maxLength: TAG_PREFIX_LENGTH },
  ],
  listDue: async (db, input) => {
    const moves = await listZoneMoves(db, input);
    const days = dueDaysIn({ ...input, moves }, input.settings.time);
    if (days.length === 0) return [];
    const entries: Entry[] = [];
    const firstYear = await findFirstYear(db, { shopId: input.shopId });
    for (const due of days) entries.push(...(await entriesOn(db, due, { ...input, firstYear })));
    return entries;
  },
};

async function entriesOn(
  db: Db,
  { day, at }: DueDay,
  { shopId, zone, settings, firstYear }: Window & { firstYear: number | null },
): Promise<Entry[]> {
  const { leapDay, dateTagPrefix } = settings;
  const year = Number(day.slice(0, 4));
  const prefix = dateTagPrefix.toLowerCase();
  // The year in UTC may be the one before in the shop's zone.
  const registered = daysBefore(day, { leapDay, since: (firstYear ?? year) - 1 });
  const tagged = prefix === "" ? [] : daysBefore(day, { leapDay, since: year - LADDER_LIMITS.years.max });
  const people = await listRegistrants(db, {
    shopId,
    stretches: registered.map((on) => ({ from: startOfDay(zone, on), to: startOfDay(zone, addDays(on, 1)) })),
    tagKeys: tagged.map((on) => `${prefix}${on}`),
    prefix,
  });
  return people.flatMap((person) => {
    const since = registrationDay(person, { zone, dateTagPrefix });
    const years = since === null ? null : yearsOn(day, since, leapDay);
    if (years === null) return [];
    const { customerId } = person;
    return [
      {
        customerId,
        subjectKind: null,
        subjectId: null,
        entryKey: String(year),
        enteredAt: at,
        context: { years },
      },
    ];
  });
}

/** The days of earlier years whose anniversary it is; a 29 February only in years that have it. */
function daysBefore(
  day: string,
  { leapDay, since }: { leapDay: AnniversarySettings["leapDay"]; since: number },
): string[] {
  const days: string[] = [];
  for (let year = Number(day.slice(0, 4)) - 1; year >= since; year -= 1) {
    const dates = daysKept(day, leapDay).map((monthDay) => `${year}-${monthDay}`);
    days.push(...dates.filter((date) => addDays(date, 0) === date));
  }
  return days;
}
