export type OutgoingWebhook = {
  /** https. */
  url: string;
  /** JSON text. */
  body: string;
  /** The same for every try of the same call: the other side may take it as done. */
  idempotencyKey: string;
  /** Signs the call; known to the merchant. */
  secret: string;
  sentAt: Date;
};

export type WebhookOutcome =
  | { kind: "accepted"; status: number }
  /** Away, busy, or no answer in time: to be tried again, with the same key. */
  | { kind: "deferred"; error: string; notBefore?: Date }
  /** It said "never", or its address may not be called. */
  | { kind: "refused"; error: string };

/** Whoever calls the systems of merchants. */
export type WebhookTransport = { post: (call: OutgoingWebhook) => Promise<WebhookOutcome> };
