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

/** What a mail says; the frame around it (sender, unsubscribe link) is the engine's. Plain text throughout: markup is escaped. */
export type MailContent = {
  subject: string;
  /** What a mailbox shows behind the subject. */
  preheader: string;
  heading: string;
  paragraphs: string[];
  offer: { label: string; code: string; note: string } | null;
  products: MailProduct[];
  /** Small print under the products. */
  notes: string[];
  total: { label: string; amount: string } | null;
  button: { label: string; url: string };
  closing: string;
  /** Why the reader gets this mail: law and good manners ask for it. */
  why: string;
};

export type MailProduct = {
  title: string;
  /** Variant and quantity. */
  detail: string;
  /** Null: not named, for the reader saw it in another currency. */
  price: string | null;
  imageUrl: string | null;
};
