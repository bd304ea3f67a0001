import type { AppConfig } from "./state/app-model";
import type { Store } from "./state/store";

/** Base addresses without a trailing slash, e.g. `http://127.0.0.1:4500`. */
export type DevStoreUrls = {
  /** Admin GraphQL, OAuth, app-bridge.js, bulk files and /__control. */
  api: string;
  /** The page that embeds the app, `<api>/admin`. */
  admin: string;
  storefront: string;
  /** Reverse proxy in front of the app: the address under which the browser meets it. */
  tunnel: string;
  /** Page that lists the mails. */
  mail: string;
};

export type SentMail = {
  id: string;
  /** Simulated time. */
  receivedAt: Date;
  wallAt: Date;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  messageId: string;
  raw: string;
};

/**
 * What goes wrong with deliveries. `refuse`: 421 before anything is taken. `drop-before-reply`: the message is
 * kept but the connection breaks before the answer, so the sender cannot know. `drop-after-reply`: it breaks
 * right after the 250.
 */
export type MailFault = "refuse" | "drop-before-reply" | "drop-after-reply";

export type MailSink = {
  /** Of the SMTP server. */
  port: number;
  /** Oldest first. */
  mails: SentMail[];
  onMail(listener: (mail: SentMail) => void): void;
  /** While down, every message is refused with a temporary error. */
  setDown(down: boolean): void;
  /** Null puts everything right again, also after `setDown(true)`. */
  setFault(fault: MailFault | null): void;
  close(): Promise<void>;
};

export type WebhookFaults = {
  /** Share of deliveries sent twice, 0–1. */
  duplicateRate: number;
  /** Deliveries leave shuffled instead of in the order they were raised. */
  reorder: boolean;
  /** Share of deliveries held back by `delayMs` of simulated time, 0–1. */
  delayRate: number;
  delayMs: number;
  /** Share of deliveries that never leave, 0–1. */
  dropRate: number;
  /** Same seed, same events: same faults. */
  seed: number;
};

export type WebhookCounts = {
  /** Webhook-Ids raised: one per event and matching subscription, and those a duplicate fault made anew. */
  emitted: number;
  /** Webhook-Ids answered with 2xx; emitted = delivered + failed + dropped + pending. */
  delivered: number;
  /** Given up after the last retry. */
  failed: number;
  /** Lost by the drop fault. */
  dropped: number;
  /** Sendings that a duplicate fault added under a Webhook-Id that is counted already. */
  repeated: number;
  /** In flight, or waiting for their time. */
  pending: number;
  /** Raised, by topic. */
  byTopic: Record<string, number>;
  /** Answers by HTTP status, `timeout` or `unreachable`; every attempt counts. */
  byStatus: Record<string, number>;
};

export type WebhookSender = {
  counts(): WebhookCounts;
  faults(): WebhookFaults;
  /** Changes the named faults; the rest stays. A new seed starts the sequence of chances again. */
  setFaults(faults: Partial<WebhookFaults>): void;
  /** Simulated time of the next delivery that waits for a retry or a delay; null = none waits. */
  nextDueAt(): Date | null;
  /** Sends what has become due by the simulated clock. */
  runDue(): void;
  /** Resolves when nothing is in flight and nothing is due now. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

/** What every part of the stand-in that speaks HTTP is given. */
export type DevStoreContext = {
  store: Store;
  /** `applicationUrl` is where the app itself listens; it may change while running. */
  app: AppConfig;
  urls: DevStoreUrls;
  webhooks: WebhookSender;
  mail: MailSink;
};
