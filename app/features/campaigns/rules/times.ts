import { DAY_MS } from "~/kit/duration";
import { instantAt } from "~/kit/wall-clock";

import type { CampaignContent, Premiere } from "../schema";

/** The instant of a day (YYYY-MM-DD) and a time (HH:MM) in a zone; null when one of them is none. */
export function readTime(zone: string, { day, time }: { day: string; time: string }): Date | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null;
  const at = instantAt(zone, day, time);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** When a premiere begins; null without a valid date. */
export function premiereAt(zone: string, premiere: Pick<Premiere, "day" | "time">): Date | null {
  return readTime(zone, premiere);
}

/** Until when a message of the campaign may leave: its days from the beginning, and never after the premiere began. */
export function usefulUntil(
  { usefulDays, premiere }: Pick<CampaignContent, "usefulDays" | "premiere">,
  { sendAt, zone }: { sendAt: Date; zone: string },
): Date {
  const byDays = new Date(sendAt.getTime() + usefulDays * DAY_MS);
  const startsAt = premiere && premiereAt(zone, premiere);
  return startsAt && startsAt < byDays ? startsAt : byDays;
}
