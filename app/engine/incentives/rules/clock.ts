import { DAY_MS, HOUR_MS, SECOND_MS } from "~/kit/duration";

import type { Offer } from "../schema";

/** A code whose days count from its message waits so long for it; then they begin by themselves. */
const WAITS_DAYS = 30;

/** When an incentive ends, when to remind of it, and since when its days count; null = not yet. */
export type Clock = { expiresAt: Date; remindAt: Date | null; clockStartedAt: Date | null };

const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);

/**
 * The clock of an incentive that is made now.
 *
 * One that counts from its message is good for 30 days longer, until `startedClock` sets its end. Money counts from
 * when it is given.
 */
export function firstClock({ clock, value, ...offer }: Offer, now: Date): Clock {
  const isMoney = value.kind === "gift-card" || value.kind === "store-credit";
  if (clock === "issued" || isMoney) return startedClock(offer, now);
  return { expiresAt: daysAfter(now, offer.validDays + WAITS_DAYS), remindAt: null, clockStartedAt: null };
}

/** The clock from the instant its days begin. A reminder that would come before the beginning does not come. */
export function startedClock(
  { validDays, remindDaysBefore }: Pick<Offer, "validDays" | "remindDaysBefore">,
  at: Date,
): Clock {
  const remindAt = remindDaysBefore === null ? null : daysAfter(at, validDays - remindDaysBefore);
  return {
    expiresAt: daysAfter(at, validDays),
    remindAt: remindAt && remindAt > at ? remindAt : null,
    clockStartedAt: at,
  };
}

/**
 * The end to write in a message that is written now: never later than the end it will have.
 *
 * Before the clock has started it is counted from now; the message leaves later, and the code ends later still.
 */
export function endToPrint(
  { expiresAt, clockStartedAt }: { expiresAt: Date; clockStartedAt: Date | null },
  { validDays, now }: { validDays: number; now: Date },
): Date {
  if (clockStartedAt) return expiresAt;
  const counted = daysAfter(now, validDays);
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
