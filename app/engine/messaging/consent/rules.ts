/** What is known of a person's consent by one channel. */
export type KnownConsent = {
  /** SUBSCRIBED, NOT_SUBSCRIBED, PENDING, UNSUBSCRIBED, REDACTED, INVALID; null = not known. */
  state: string | null;
  /** When the person said so; null when that is not known. */
  updatedAt: Date | null;
};

export type WithdrawalDecision =
  /** The store must be told. */
  | { kind: "write" }
  /** The store keeps to it already. */
  | { kind: "held" }
  /** The person said something else since, in the store: that holds. `confirmedAt` null: a confirmation is awaited. */
  | { kind: "superseded"; confirmedAt: Date | null };

/** States in which nobody may write to the person, whatever the policy. */
export const REFUSALS: ReadonlySet<string> = new Set(["UNSUBSCRIBED", "REDACTED", "INVALID"]);

/**
 * What a customer's state by a channel says of one address.
 *
 * They agreed for their own: another one, typed at a checkout, may be somebody else's. A refusal is of the person.
 */
export function consentOfAddress(state: string | null, isOwn: boolean): string | null {
  return state === "SUBSCRIBED" && !isOwn ? null : state;
}

/**
 * What the store's consent means for a refusal that a person told us.
 *
 * Who spoke last is right. Shopify dates consent by the second, and a consent without a date cannot be shown to be the
 * newer one: within one second, and without a date, the refusal holds.
 *
 * @param withdrawnAt When the person told us.
 */
export function decideWithdrawal({ state, updatedAt }: KnownConsent, withdrawnAt: Date): WithdrawalDecision {
  if (state !== null && REFUSALS.has(state)) return { kind: "held" };
  const isNewer = updatedAt !== null && updatedAt > withdrawnAt;
  if (state === "SUBSCRIBED" && isNewer) return { kind: "superseded", confirmedAt: updatedAt };
  if (state === "PENDING" && isNewer) return { kind: "superseded", confirmedAt: null };
  return { kind: "write" };
}
