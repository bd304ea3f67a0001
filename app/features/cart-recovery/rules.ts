import { type ConsentFacts, decideMayWrite } from "~/engine/messaging/rules";
import type { ConsentPolicy } from "~/engine/messaging/schema";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";

/*
 * A checkout counts as left once it was quiet for the delay: then a series of reminders begins. `decideEnd` is asked at
 * every step of it, and in the transaction before each mail leaves: is there still a point in it, and if not, why.
 */

/** A first mail about a checkout left longer ago would only puzzle its reader. */
export const STALE_MS = 72 * HOUR_MS;

/** The same of the mails that follow. */
const SERIES_STALE_MS = 7 * DAY_MS;

/** Window in which an order counts as recovered (METRICS.md F11). */
const RECOVERED_WITHIN_MS = 7 * DAY_MS;

/** Days that "too many codes" looks back. */
export const CODE_WINDOW_DAYS = 90;

/** Nobody gets reminders of two checkouts within this time. */
const REMINDED_WITHIN_MS = DAY_MS;

/** A reminder that still counts was of a checkout left within this time: none is sent of a staler one. */
export const REMINDER_LOOKBACK_MS = SERIES_STALE_MS + REMINDED_WITHIN_MS;

/** Where somebody other than the shopper made the checkout. */
export const OFFLINE_SOURCES: readonly string[] = [
  "pos",
  "shopify_draft_order",
  "iphone",
  "android",
  "subscription_contract",
];

/** Why a series of reminders has lost its point. */
export type EndReason =
  | "checkout-gone"
  | "erased"
  | "completed"
  | "bought-on-another-device"
  | "order-refunded"
  | "test-order"
  | "shopper-is-back"
  | "too-old"
  | "not-online"
  | "no-email"
  | "no-phone"
  | "suppressed"
  | "unsubscribed"
  | "data-sale-opt-out"
  | "topic-off"
  | "paused"
  | "not-consented"
  | "empty"
  | "all-sold-out"
  | "no-link"
  | "newer-checkout"
  | "recently-reminded";

/** Why a reminder goes out without a code, by what is known of the shopper. */
export type NoCodeReason = "codes-off" | "guest" | "serial-abandoner";

export type RecoveryFacts = {
  activeAt: Date;
  /** Completed, or an order carries its token. */
  isCompleted: boolean;
  sourceName: string | null;
  hasLink: boolean;
  customer: "known" | "erased" | "none";
  consent: ConsentFacts;
  /** Of the same customer or address, placed since the checkout began, whatever became of them. */
  ordersSince: readonly { isTest: boolean; isCancelled: boolean; isRefunded: boolean }[];
  lines: readonly { isSoldOut: boolean }[];
  /** The same person left another checkout later, which is still open: the mails will be about that one. */
  hasNewerCheckout: boolean;
  /** When the same person was last sent (or perhaps sent) a reminder of another checkout; null: not lately. */
  lastRemindedAt: Date | null;
  /** When the first reminder of this one was sent; null: none was. */
  sentAt: Date | null;
};

/** The series that is asked about: since when the checkout was quiet as it began, and whether a mail was written in it. */
export type Series = { activeAt: Date; hasWritten: boolean };

export type LeftRules = { delayMinutes: number; consent: ConsentPolicy };

/** When a checkout counts as left, if nothing more happens. */
export function dueAtOf(activeAt: Date, { delayMinutes }: Pick<LeftRules, "delayMinutes">): Date {
  return new Date(activeAt.getTime() + delayMinutes * MINUTE_MS);
}

/** Whether a checkout was left too long ago to write about: exactly 72 hours (7 days within a series) are still fine. */
export function isStale(activeAt: Date, now: Date, { hasWritten }: Pick<Series, "hasWritten">): boolean {
  return now.getTime() - activeAt.getTime() > (hasWritten ? SERIES_STALE_MS : STALE_MS);
}

/** Whether a person was reminded too short a time ago: exactly 24 hours later is fine again. */
export function isRecentlyReminded(lastRemindedAt: Date | null, now: Date): boolean {
  return lastRemindedAt !== null && now.getTime() - lastRemindedAt.getTime() < REMINDED_WITHIN_MS;
}

/**
 * Why the reminders of a left checkout have lost their point, as things stand now; null while they have one.
 *
 * What is over comes first, then what the shopper may still change.
 */
export function decideEnd(
  facts: RecoveryFacts,
  { series, rules, now }: { series: Series; rules: LeftRules; now: Date },
): EndReason | null {
  return (
    reasonOver(facts) ??
    (isBack(facts, { series, rules, now }) ? "shopper-is-back" : null) ??
    reasonAgainst(facts, { series, rules, now })
  );
}

type Asked = { series: Series; rules: LeftRules; now: Date };

function reasonOver({ customer, isCompleted, ordersSince }: RecoveryFacts): EndReason | null {
  if (customer === "erased") return "erased";
  if (isCompleted) return "completed";
  if (ordersSince.some((order) => order.isTest)) return "test-order";
  if (ordersSince.some((order) => !order.isCancelled && !order.isRefunded)) return "bought-on-another-device";
  if (ordersSince.length > 0) return "order-refunded";
  return null;
}

/**
 * In the checkout again. Before the first mail a new series begins once it is quiet for the delay; after it there is no
 * second one, and only who is there right now is left in peace.
 */
function isBack({ activeAt, sentAt }: RecoveryFacts, { series, rules, now }: Asked): boolean {
  return now < dueAtOf(activeAt, rules) || (sentAt === null && activeAt > series.activeAt);
}

function reasonAgainst(facts: RecoveryFacts, { series, rules, now }: Asked): EndReason | null {
  const hasWritten = series.hasWritten || facts.sentAt !== null;
  if (isStale(facts.activeAt, now, { hasWritten })) return "too-old";
  if (facts.sourceName !== null && OFFLINE_SOURCES.includes(facts.sourceName)) return "not-online";
  const consent = decideMayWrite(facts.consent, rules.consent);
  if (consent.kind === "may-not") return consent.reason;
  return reasonInCart(facts) ?? reasonElsewhere(facts, now);
}

function reasonInCart({ lines, hasLink }: RecoveryFacts): EndReason | null {
  if (lines.length === 0) return "empty";
  if (lines.every((line) => line.isSoldOut)) return "all-sold-out";
  return hasLink ? null : "no-link";
}

/** One series per person, however many checkouts they leave: about the newest, and none so soon after another's. */
function reasonElsewhere(
  { hasNewerCheckout, lastRemindedAt, sentAt }: RecoveryFacts,
  now: Date,
): EndReason | null {
  if (hasNewerCheckout) return "newer-checkout";
  return sentAt === null && isRecentlyReminded(lastRemindedAt, now) ? "recently-reminded" : null;
}

/** Why a shopper gets no code, before any guard of the shop's is asked; null when nothing speaks against it. */
export function reasonForNoCode(
  { isGuest, recentCodeCount }: { isGuest: boolean; recentCodeCount: number },
  { percentBp, maxCodesPer90Days }: { percentBp: number; maxCodesPer90Days: number },
): NoCodeReason | null {
  if (percentBp === 0) return "codes-off";
  // A code is bound to a customer; a guest has none to bind it to.
  if (isGuest) return "guest";
  return recentCodeCount >= maxCodesPer90Days ? "serial-abandoner" : null;
}

/** Whether an order made from the messaged checkout counts as recovered: valid, and placed from the mail to 7 days after it (inclusive). */
export function isRecovered(sentAt: Date, order: { placedAt: Date; isValid: boolean }): boolean {
  const sinceMs = order.placedAt.getTime() - sentAt.getTime();
  return order.isValid && sinceMs >= 0 && sinceMs <= RECOVERED_WITHIN_MS;
}

/** Share in basis points, rounded half up; null without anything to divide by. */
export function rateBp(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part * 10_000) / whole);
}
