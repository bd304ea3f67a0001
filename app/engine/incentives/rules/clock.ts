import { startOfDay } from "~/kit/day-start";
import { DAY_MS, HOUR_MS, SECOND_MS } from "~/kit/duration";
import { addDays, dayIn } from "~/kit/zone";

import type { Offer } from "../schema";

/** A code whose days count from its message waits so long for it; then they begin by themselves. */
const WAITS_DAYS = 30;

/** When an incentive ends, when to remind of it, and since when its days count; null = not yet. */
export type Clock = { expiresAt: Date; remindAt: Date | null; clockStartedAt: Date | null };

const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);

/** The end of the shop's day on which so many days are over: messages name that day, and all of it counts. */
function endAfter(at: Date, { days, zone }: { days: number; zone: string }): Date {
  return startOfDay(zone, addDays(dayIn(zone, daysAfter(at, days)), 1));
}

/**
 * The clock of an incentive that is made now.
 *
 * One that counts from its message is good for 30 days longer, until `startedClock` sets its end. Money counts from
 * when it is given.
 */
export function firstClock(
  { clock, value, ...offer }: Offer,
  { now, zone }: { now: Date; zone: string },
): Clock {
  const isMoney = value.kind === "gift-card" || value.kind === "store-credit";
  if (clock === "issued" || isMoney) return startedClock(offer, { at: now, zone });
  const expiresAt = endAfter(now, { days: offer.validDays + WAITS_DAYS, zone });
  return { expiresAt, remindAt: null, clockStartedAt: null };
}

type Days = Pick<Offer, "validDays" | "remindDaysBefore">;

/** The clock from the instant its days begin. */
export function startedClock(days: Days, { at, zone }: { at: Date; zone: string }): Clock {
  return {
    expiresAt: endAfter(at, { days: days.validDays, zone }),
    remindAt: reminderAt(days, at),
    clockStartedAt: at,
  };
}

/** When to remind of what began at `at`, at the same time of the day; one that would come before that does not come. */
export function reminderAt({ validDays, remindDaysBefore }: Days, at: Date): Date | null {
  if (remindDaysBefore === null || remindDaysBefore >= validDays) return null;
  return daysAfter(at, validDays - remindDaysBefore);
}

/** The last day an incentive is good for. A credit ends within the hour after it (`creditEnd`). */
export function lastDayOf(endsAt: Date, zone: string): string {
  return dayIn(zone, new Date(endsAt.getTime() - HOUR_MS));
}

/**
 * The end to write in a message that is written now: never later than the end it will have.
 *
 * Before the clock has started it is counted from now; the message leaves later, and the code ends later still.
 */
export function endToPrint(
  { expiresAt, clockStartedAt }: { expiresAt: Date; clockStartedAt: Date | null },
  { validDays, now, zone }: { validDays: number; now: Date; zone: string },
): Date {
  if (clockStartedAt) return expiresAt;
  const counted = endAfter(now, { days: validDays, zone });
  return counted < expiresAt ? counted : expiresAt;
}

/**
 * The end of a store credit, to the second: by it the credit is recognised at Shopify, which keeps no text with it.
 *
 * Within the hour after the end it would have; the second follows from the digest.
 *
 * @param digest At least 4 bytes of a keyed hash of the occasion.
 */
export function creditEnd(end: Date, digest: Uint8Array): Date {
  const [a = 0, b = 0, c = 0, d = 0] = digest;
  const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const hour = Math.ceil(end.getTime() / HOUR_MS) * HOUR_MS;
  return new Date(hour + (number % 3_600) * SECOND_MS);
}
