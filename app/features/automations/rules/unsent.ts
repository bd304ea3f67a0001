/** Why messages are taken back, as far as there is a sentence of this feature for it. */
const TOLD = [
  "run-erased",
  "flow-stopped",
  "exit-condition",
  "exit-event",
  "run-stopped",
  "code-spent",
  "no-email",
  "no-phone",
  "suppressed",
  "unsubscribed",
  "topic-off",
  "paused",
  "data-sale-opt-out",
  "not-consented",
  "shop-uninstalled",
  "expired",
  "expired-budget",
  "expired-quiet-hours",
  "expired-yielded",
] as const;

/** The reason of a decision for a message that was taken back for `reason`. */
export function unsentReason(reason: string): string {
  const told: readonly string[] = TOLD;
  return told.includes(reason) ? reason : "message-cancelled";
}
