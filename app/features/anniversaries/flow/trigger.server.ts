import type { Entry, SweptTrigger } from "~/engine/flows/contribution";
import { startOfDay } from "~/kit/day-start";
import { HOUR_MS } from "~/kit/duration";
import { instantAt } from "~/kit/wall-clock";
import { addDays, dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import { findFirstYear, listRegistrants, listZoneChanges } from "../repository.server";
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
    const days = await listDueDays(db, input);
    if (days.length === 0) return [];
    const entries: Entry[] = [];
    const firstYear = await findFirstYear(db, { shopId: input.shopId });
    for (const due of days) entries.push(...(await entriesOn(db, due, { ...input, firstYear })));
    return entries;
  },
};

type DueDay = { day: string; at: Date };

/** No two zones are further apart. */
const WIDEST_ZONES_MS = 26 * HOUR_MS;

/**
 * Days whose time came in the window.
 *
 * Where the shop moved to a zone that is ahead, the time of a day may have passed there while it had not come where the
 * shop was: it comes when the zone changes. Who had theirs has the year's key already.
 */
async function listDueDays(db: Db, { shopId, zone, settings, from, to }: Window): Promise<DueDay[]> {
  const changes = await listZoneChanges(db, { shopId, from, to });
  const begin = changes.reduce(
    (first, change) => Math.min(first, change.getTime() - WIDEST_ZONES_MS),
    from.getTime(),
  );
  const days: DueDay[] = [];
  const last = dayIn(zone, to);
  for (let day = dayIn(zone, new Date(begin)); day <= last; day = addDays(day, 1)) {
    const at = instantAt(zone, day, settings.time);
    const moved = changes.find((change) => at <= change && at.getTime() > change.getTime() - WIDEST_ZONES_MS);
    if (at > from && at <= to) days.push({ day, at });
    else if (at <= from && moved) days.push({ day, at: moved });
  }
  return days;
}

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
