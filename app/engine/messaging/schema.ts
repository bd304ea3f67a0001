import { z } from "zod";

/** Who may get marketing mail: see README, "Who may be written to". */
export const CONSENT_POLICIES = ["subscribed-only", "unless-unsubscribed"] as const;
export const ConsentPolicySchema = z.enum(CONSENT_POLICIES);
export type ConsentPolicy = z.infer<typeof ConsentPolicySchema>;

/** Ways a message can go. `webhook`: to a system of the merchant, which tells the person. */
export const MESSAGE_CHANNELS = ["email", "sms", "webhook"] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** What a message is about. People switch topics off one by one, all but the first. */
export const TOPICS = ["transactional", "service", "cart", "loyalty", "offers", "surveys"] as const;
export type Topic = (typeof TOPICS)[number];

/** Topics about something the person did themselves: no consent to marketing is needed. */
const WITHOUT_CONSENT: ReadonlySet<string> = new Set<Topic>(["transactional", "service"]);

/** Whether a topic is marketing, for which a person must have agreed. */
export function needsConsent(topic: string): boolean {
  return !WITHOUT_CONSENT.has(topic);
}

/** Why an address is suppressed. */
export type SuppressionReason =
  "unsubscribed" | "unknown-mailbox" | "hard-bounce" | "soft-bounces" | "complaint";
