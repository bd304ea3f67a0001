import { type ConsentFacts, decideMayWrite } from "~/engine/messaging/rules";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";

import type { CartRecoverySettings } from "./schema";

/*
 * A left checkout is waiting (until it was quiet for the delay) → offering (a code is being made, a mail waits for its
 * turn) → sent → recovered, or stopped on the way, with the reason. `decideRecovery` is asked three times: when the
 * delay is over, when the code is there, and in the transaction before the mail leaves.
 */

/** A mail about a checkout left longer ago would only puzzle its reader. */
const STALE_MS = 72 * HOUR_MS;

/** Window in which an order counts as recovered (METRICS.md F11). */
const RECOVERED_WITHIN_MS = 7 * DAY_MS;

/** Days that "too many codes" looks back. */
export const CODE_WINDOW_DAYS = 90;

/** Nobody gets reminders of two checkouts within this time. */
const REMINDED_WITHIN_MS = DAY_MS;

/** A reminder that still counts was of a checkout left within this time: none is sent of a staler one. */
export const REMINDER_LOOKBACK_MS = STALE_MS + REMINDED_WITHIN_MS;

/** Where somebody other than the shopper made the checkout. */
export const OFFLINE_SOURCES: readonly string[] = [
  "pos",
  "shopify_draft_order",
  "iphone",
  "android",
  "subscription_contract",
];

export type StopReason =
  | "shop-uninstalled"
  | "erased"
  | "completed"
  | "bought-on-another-device"
  | "order-refunded"
  | "test-order"
  | "disabled"
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

/** Why a reminder goes out without a code: by what is known of the shopper, or for what became of asking for one. */
export type PlainReason = NoCodeReason | "code-failed" | "code-refused";
type NoCodeReason = "codes-off" | "guest" | "serial-abandoner";

export type RecoveryDecision =
  /** The shopper did something since: look again then. */
  | { kind: "wait"; until: Date }
  | { kind: "stop"; reason: StopReason }
  | { kind: "offer" }
  | { kind: "remind"; why: NoCodeReason };

export type RecoveryFacts = {
  activeAt: Date;
  /** Completed, or an order carries its token. */
  isCompleted: boolean;
  sourceName: string | null;
  hasLink: boolean;
  isShopInstalled: boolean;
  customer: "known" | "erased" | "none";
  consent: ConsentFacts;
  /** Of the same customer or address, placed since the checkout began, whatever became of them. */
  ordersSince: readonly { isTest: boolean; isCancelled: boolean; isRefunded: boolean }[];
  lines: readonly { isSoldOut: boolean }[];
  /** Codes for other left checkouts within the last 90 days. */
  recentCodeCount: number;
  /** The same person left another checkout later, which is still open: the mail will be about that one. */
  hasNewerCheckout: boolean;
  /** When the same person was last sent (or perhaps sent) a reminder of another checkout; null: not lately. */
  lastRemindedAt: Date | null;
};

/** When a checkout counts as left, if nothing more happens. */
export function dueAtOf(activeAt: Date, { delayMinutes }: Pick<CartRecoverySettings, "delayMinutes">): Date {
  return new Date(activeAt.getTime() + delayMinutes * MINUTE_MS);
}

/** Whether a checkout was left too long ago to write about: exactly 72 hours are still fine. */
export function isStale(activeAt: Date, now: Date): boolean {
  return now.getTime() - activeAt.getTime() > STALE_MS;
}

/** Until when a reminder is of use: while its checkout is not stale and its code is taken. Exclusive. */
export function usefulUntil(activeAt: Date, codeExpiresAt: Date | null): Date {
  const staleAt = activeAt.getTime() + STALE_MS + 1;
  return new Date(Math.min(staleAt, codeExpiresAt?.getTime() ?? staleAt));
}

/** Whether a person was reminded too short a time ago: exactly 24 hours later is fine again. */
export function isRecentlyReminded(lastRemindedAt: Date | null, now: Date): boolean {
  return lastRemindedAt !== null && now.getTime() - lastRemindedAt.getTime() < REMINDED_WITHIN_MS;
}

/**
 * What to do about a left checkout, as things stand now.
 *
 * What is over is over at once; what the shopper may still change (consent, lines) is judged when the delay has passed,
 * from `activeAt` + delay (inclusive).
 */
export function decideRecovery(
  facts: RecoveryFacts,
  settings: CartRecoverySettings,
  now: Date,
): RecoveryDecision {
  const over = reasonOver(facts);
  if (over) return { kind: "stop", reason: over };
  const until = dueAtOf(facts.activeAt, settings);
  if (now < until) return { kind: "wait", until };
  const against = reasonAgainst(facts, settings, now);
  if (against) return { kind: "stop", reason: against };
  const why = reasonForNoCode(facts, settings);
  return why ? { kind: "remind", why } : { kind: "offer" };
}

function reasonOver({
  isShopInstalled,
  customer,
  isCompleted,
  ordersSince,
}: RecoveryFacts): StopReason | null {
  if (!isShopInstalled) return "shop-uninstalled";
  if (customer === "erased") return "erased";
  if (isCompleted) return "completed";
  if (ordersSince.some((order) => order.isTest)) return "test-order";
  if (ordersSince.some((order) => !order.isCancelled && !order.isRefunded)) return "bought-on-another-device";
  if (ordersSince.length > 0) return "order-refunded";
  return null;
}

function reasonAgainst(facts: RecoveryFacts, settings: CartRecoverySettings, now: Date): StopReason | null {
  if (!settings.enabled) return "disabled";
  if (isStale(facts.activeAt, now)) return "too-old";
  if (facts.sourceName !== null && OFFLINE_SOURCES.includes(facts.sourceName)) return "not-online";
  const consent = decideMayWrite(facts.consent, settings.consent);
  if (consent.kind === "may-not") return consent.reason;
  return reasonInCart(facts) ?? reasonElsewhere(facts, now);
}

function reasonInCart({ lines, hasLink }: RecoveryFacts): StopReason | null {
  if (lines.length === 0) return "empty";
  if (lines.every((line) => line.isSoldOut)) return "all-sold-out";
  return hasLink ? null : "no-link";
}

/** One reminder per person, however many checkouts they leave: about the newest, and not two in a day. */
function reasonElsewhere({ hasNewerCheckout, lastRemindedAt }: RecoveryFacts, now: Date): StopReason | null {
  if (hasNewerCheckout) return "newer-checkout";
  return isRecentlyReminded(lastRemindedAt, now) ? "recently-reminded" : null;
}

function reasonForNoCode(
  { customer, recentCodeCount }: RecoveryFacts,
  { percentBp, maxCodesPer90Days }: CartRecoverySettings,
): NoCodeReason | null {
  if (percentBp === 0) return "codes-off";
  // A code is bound to a customer; a guest has none to bind it to.
  if (customer === "none") return "guest";
  return recentCodeCount >= maxCodesPer90Days ? "serial-abandoner" : null;
}

/** Reasons that end when the shopper comes back to the same checkout: then it is considered anew. */
export const REOPENABLE: readonly StopReason[] = [
  "disabled",
  "too-old",
  "no-email",
  "paused",
  "not-consented",
  "empty",
  "all-sold-out",
  "no-link",
  "newer-checkout",
  "recently-reminded",
];

/** Whether an order made from the messaged checkout counts as recovered: valid, and placed from the mail to 7 days after it (inclusive). */
export function isRecovered(sentAt: Date, order: { placedAt: Date; isValid: boolean }): boolean {
  const sinceMs = order.placedAt.getTime() - sentAt.getTime();
  return order.isValid && sinceMs >= 0 && sinceMs <= RECOVERED_WITHIN_MS;
}

/** Share in basis points, rounded half up; null without anything to divide by. */
export function rateBp(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part * 10_000) / whole);
}
