/** Providers whose reports of bounces and complaints we understand. */
export const MAIL_PROVIDERS = ["ses", "sendgrid", "postmark", "mailgun"] as const;
export type MailProvider = (typeof MAIL_PROVIDERS)[number];

/** What became of a mail after the server took it. */
export type FeedbackKind = "delivered" | "soft-bounce" | "hard-bounce" | "complaint";

/** One report of a provider about one mail. */
export type Feedback = {
  /** Names the report once and for all, within its provider. */
  eventKey: string;
  /** RFC 5322 Message-ID with angle brackets, as we sent it. */
  messageId: string;
  kind: FeedbackKind;
  at: Date;
};

/** Under which name providers that put a Message-ID of their own in place of ours hand ours back. At most 20 letters. */
export const MESSAGE_ID_FIELD = "perennial-message-id";

/** A Message-ID with its brackets, however a provider writes it; null when there is none. */
export function bracketed(messageId: string | null | undefined): string | null {
  const bare = messageId?.trim().replace(/^<|>$/g, "") ?? "";
  return bare === "" ? null : `<${bare}>`;
}
