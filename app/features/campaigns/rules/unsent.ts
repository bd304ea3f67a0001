/** Why somebody of a campaign got nothing: each is a sentence of the decision log. */
export const UNSENT_REASONS = [
  "no-email",
  "suppressed",
  "unsubscribed",
  "topic-off",
  "paused",
  "data-sale-opt-out",
  "not-consented",
  "customer-gone",
  "already-written",
  "too-late",
  "code-refused",
  "code-spent",
  "campaign-cancelled",
  "shop-uninstalled",
  "expired",
  "expired-budget",
  "expired-quiet-hours",
  "expired-yielded",
  "mail-failed",
  "mail-uncertain",
  "held-out-flow",
  "held-out-global",
  "cancelled",
] as const;

/** The sentence for a message that was taken back for `reason`. */
export function sentence(reason: string): string {
  return UNSENT_REASONS.find((told) => told === reason) ?? "cancelled";
}
