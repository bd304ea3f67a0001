export type OutgoingEmail = {
  /** RFC 5322 Message-ID with angle brackets; the natural key of the mail. */
  messageId: string;
  from: { name: string; address: string };
  to: string;
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** For the Date header. */
  sentAt: Date;
};

export type EmailOutcome =
  | { kind: "accepted"; response: string }
  /** The server was not reached, or said "not now" (4xx). Surely not sent. */
  | { kind: "deferred"; error: string }
  /** The server said "never" (5xx). Surely not sent. */
  | { kind: "refused"; error: string }
  /** The line broke after the body was handed over. It may have been sent. */
  | { kind: "uncertain"; error: string };

/** Whoever hands mails over to the world. */
export type EmailTransport = {
  send: (email: OutgoingEmail) => Promise<EmailOutcome>;
  /** So many may be handed over at once, and none of them waits long for its turn; 100 when absent. */
  atOnce?: number;
  close: () => void;
};
