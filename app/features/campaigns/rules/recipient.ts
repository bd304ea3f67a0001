import { decideMayWrite, type ConsentFacts, type MayNotReason } from "~/engine/messaging/rules";

export type RecipientFacts = {
  /** Null: the customer is gone. */
  consent: ConsentFacts | null;
  /** Written to already under another name: two customers became one meanwhile. */
  isWrittenTo: boolean;
  /** Past the last instant at which a message is of use. */
  isTooLate: boolean;
};

export type RefusalReason = MayNotReason | "customer-gone" | "already-written" | "too-late";

export type RecipientDecision = { kind: "may" } | { kind: "refuse"; reason: RefusalReason };

/**
 * Whether somebody of the audience may be written to, before anybody is left out for comparison: so both sides of it are
 * people who could have got the message. A campaign is sent only to those who agreed, whatever the shop's policy is.
 */
export function decideRecipient({ consent, isWrittenTo, isTooLate }: RecipientFacts): RecipientDecision {
  if (!consent) return { kind: "refuse", reason: "customer-gone" };
  if (isWrittenTo) return { kind: "refuse", reason: "already-written" };
  if (isTooLate) return { kind: "refuse", reason: "too-late" };
  const verdict = decideMayWrite(consent, "subscribed-only");
  return verdict.kind === "may" ? verdict : { kind: "refuse", reason: verdict.reason };
}
