import type { FeedbackKind } from "./schema";

/** So many mails in a row that came back for now, and the address counts as dead. */
export const SOFT_BOUNCE_LIMIT = 5;

/**
 * How many mails in a row came back for now: each counts once, by its last report, until one that was delivered.
 *
 * @param reports Of one address, newest first.
 */
export function countSoftBounces(reports: readonly { messageId: string; kind: FeedbackKind }[]): number {
  const lastByMessage = new Map<string, FeedbackKind>();
  for (const { messageId, kind } of reports)
    if (!lastByMessage.has(messageId)) lastByMessage.set(messageId, kind);
  let count = 0;
  for (const kind of lastByMessage.values()) {
    if (kind === "delivered") break;
    if (kind === "soft-bounce") count += 1;
  }
  return count;
}
