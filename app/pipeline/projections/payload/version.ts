import { SECOND_MS } from "~/kit/duration";

/**
 * Which of two payloads of a record is newer: the later version.
 *
 * `updated_at` has whole seconds, and a checkout that becomes an order changes several times in one. Within that second
 * the delivery's Triggered-At decides. A payload without `updated_at` counts from its trigger.
 */
export function versionOfDelivery(updatedAt: Date | null | undefined, triggeredAt: Date): Date {
  if (!updatedAt) return triggeredAt;
  if (updatedAt.getTime() % SECOND_MS !== 0) return updatedAt;
  const offsetMs = triggeredAt.getTime() - updatedAt.getTime();
  return new Date(updatedAt.getTime() + Math.min(Math.max(offsetMs, 0), SECOND_MS - 2));
}

/**
 * The version of a record read through the API: the last moment of its `updatedAt` second,
 * as it holds all that happened by then, but never later than it was read.
 */
export function versionOfNode(updatedAt: Date, readAt: Date): Date {
  if (updatedAt.getTime() % SECOND_MS !== 0) return updatedAt;
  const endOfSecond = updatedAt.getTime() + SECOND_MS - 1;
  return new Date(Math.max(updatedAt.getTime(), Math.min(endOfSecond, readAt.getTime())));
}
