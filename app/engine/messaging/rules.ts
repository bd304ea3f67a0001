import { REFUSALS } from "./consent/rules";
import type { ConsentPolicy } from "./schema";

export type ConsentFacts = {
  address: string | null;
  /** Shopify's state of the customer: SUBSCRIBED, NOT_SUBSCRIBED, PENDING, UNSUBSCRIBED, REDACTED, INVALID; null = no customer or not known. */
  consentState: string | null;
  /** The box at this very checkout. */
  acceptsMarketing: boolean;
  /** Unsubscribed by a link of ours, or the address does not exist. */
  isSuppressed: boolean;
  /** Opted out of having their data sold: Shopify's `dataSaleOptOut`. */
  hasOptedOutOfDataSale: boolean;
};

export type ConsentDecision =
  | { kind: "may" }
  | {
      kind: "may-not";
      reason: "no-email" | "suppressed" | "unsubscribed" | "data-sale-opt-out" | "not-consented";
    };

/**
 * Whether a person may get marketing mail.
 *
 * A refusal, here or in the shop, beats everything; so does the opt-out of data sale, which Shopify wants respected as
 * a refusal of marketing that is chosen by what a person did. Consent is the shop's SUBSCRIBED, or the box ticked at the
 * checkout itself; not while the shop still waits for a confirmation (PENDING). Without either, the policy decides.
 */
export function decideMayWrite(facts: ConsentFacts, policy: ConsentPolicy): ConsentDecision {
  const { address, consentState, acceptsMarketing, isSuppressed, hasOptedOutOfDataSale } = facts;
  if (!address) return { kind: "may-not", reason: "no-email" };
  if (isSuppressed) return { kind: "may-not", reason: "suppressed" };
  if (consentState !== null && REFUSALS.has(consentState)) return { kind: "may-not", reason: "unsubscribed" };
  if (hasOptedOutOfDataSale) return { kind: "may-not", reason: "data-sale-opt-out" };
  if (consentState === "SUBSCRIBED") return { kind: "may" };
  if (acceptsMarketing && consentState !== "PENDING") return { kind: "may" };
  return policy === "unless-unsubscribed" ? { kind: "may" } : { kind: "may-not", reason: "not-consented" };
}

/**
 * Whether a refusal says that the address does not exist: a mail server's enhanced status 5.1.1, 5.1.2, 5.1.3, 5.1.6,
 * 5.1.10, or a number that a provider of text messages calls unreachable.
 * Other refusals may be about us, so they must not silence an address for good.
 */
export function isUnknownMailbox(error: string): boolean {
  return /\b5\.1\.(1|2|3|6|10)\b/.test(error) || error.startsWith("unreachable:");
}

/** A mail server's words without the addresses it likes to quote: the decision log outlives the people in it. */
export function withoutAddresses(error: string): string {
  return error.replace(/[^\s<>"'@:;,()[\]]+@[^\s<>"'@:;,()[\]]+/g, "…");
}
