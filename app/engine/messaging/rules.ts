import { REFUSALS } from "./consent/rules";
import { type ConsentPolicy, type MessageChannel, needsConsent, type Topic } from "./schema";

export type ConsentFacts = {
  topic: Topic;
  channel: MessageChannel;
  /** Mail address or phone number; null = none is known. */
  address: string | null;
  /** Shopify's state of the customer by this channel: SUBSCRIBED, NOT_SUBSCRIBED, PENDING, UNSUBSCRIBED, REDACTED, INVALID; null = no customer or not known. */
  consentState: string | null;
  /** The box at this very checkout. */
  acceptsMarketing: boolean;
  /** Suppressed for this topic: see `isSilencedBy`. */
  isSuppressed: boolean;
  /** The person switched the topic off. */
  isTopicOff: boolean;
  /** The person asked for a pause that is not over. */
  isPaused: boolean;
  /** Opted out of having their data sold: Shopify's `dataSaleOptOut`. */
  hasOptedOutOfDataSale: boolean;
};

export type MayNotReason =
  | "no-email"
  | "no-phone"
  | "suppressed"
  | "unsubscribed"
  | "topic-off"
  | "paused"
  | "data-sale-opt-out"
  | "not-consented";

export type ConsentDecision = { kind: "may" } | { kind: "may-not"; reason: MayNotReason };

/**
 * Whether a person may be written to about a topic by a channel.
 *
 * A refusal, here or in the shop, beats everything; so does the opt-out of data sale, which Shopify wants respected as
 * a refusal of marketing that is chosen by what a person did. Consent is the shop's SUBSCRIBED, or the box ticked at the
 * checkout itself; not while the shop still waits for a confirmation (PENDING). Without either, the policy decides.
 * Transactional messages and service need no consent; only a dead address, a complaint or the topic itself stops them.
 * A webhook goes to a machine of the merchant, not to the person.
 */
export function decideMayWrite(facts: ConsentFacts, policy: ConsentPolicy): ConsentDecision {
  const { topic, channel, address, isSuppressed, isTopicOff } = facts;
  if (channel === "webhook") return { kind: "may" };
  if (!address) return { kind: "may-not", reason: channel === "sms" ? "no-phone" : "no-email" };
  if (isSuppressed) return { kind: "may-not", reason: "suppressed" };
  if (topic === "transactional") return { kind: "may" };
  if (isTopicOff) return { kind: "may-not", reason: "topic-off" };
  const against = needsConsent(topic) ? reasonAgainstMarketing(facts, policy) : null;
  return against ? { kind: "may-not", reason: against } : { kind: "may" };
}

function reasonAgainstMarketing(facts: ConsentFacts, policy: ConsentPolicy): MayNotReason | null {
  const { consentState, acceptsMarketing, isPaused, hasOptedOutOfDataSale } = facts;
  if (consentState !== null && REFUSALS.has(consentState)) return "unsubscribed";
  if (hasOptedOutOfDataSale) return "data-sale-opt-out";
  if (isPaused) return "paused";
  if (consentState === "SUBSCRIBED") return null;
  if (acceptsMarketing && consentState !== "PENDING") return null;
  return policy === "unless-unsubscribed" ? null : "not-consented";
}

/**
 * Whether a suppression stops messages about a topic.
 *
 * An unsubscription is of marketing, but STOP to a text message ends all of them; a complaint stops all but what the
 * person must get; an address that cannot be reached stops everything.
 *
 * @param suppressed.topic `all`, or the one topic that is suppressed.
 */
export function isSilencedBy(
  suppressed: { topic: string; reason: string },
  { topic, channel }: { topic: string; channel: MessageChannel },
): boolean {
  if (suppressed.topic !== "all" && suppressed.topic !== topic) return false;
  if (suppressed.reason === "unsubscribed") return channel === "sms" || needsConsent(topic);
  if (suppressed.reason === "complaint") return topic !== "transactional";
  return true;
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
