import { z } from "zod";

import type { DecisionParams } from "~/engine/decisions/schema";

import type { FeedbackKind } from "../feedback/schema";
import { TOPICS } from "../schema";

export const MESSAGE_STATES = ["queued", "sent", "cancelled", "uncertain", "failed"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** What the message log can be narrowed by. */
export const MessageFilterSchema = z.object({
  query: z.string().trim().max(100).catch(""),
  state: z.enum(MESSAGE_STATES).nullable().catch(null),
  topic: z.enum(TOPICS).nullable().catch(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type MessageFilter = z.infer<typeof MessageFilterSchema>;

/** Why a message is where it is, as a decision's sentence. */
export type MessageWhy = { feature: string; reason: string; params: DecisionParams };

export type ClickCount = { people: number; bots: number };

/** One message; instants are ISO. */
export type MessageItem = {
  id: string;
  /** Empty once the text was forgotten. */
  subject: string;
  /** The customer's name, else the address; empty once both were forgotten. */
  who: string;
  customerId: string | null;
  purpose: string;
  topic: string;
  state: MessageState;
  createdAt: string;
  sentAt: string | null;
  why: MessageWhy | null;
  clicks: ClickCount;
};

export type MessageLogData = {
  filter: MessageFilter;
  items: MessageItem[];
  totalCount: number;
  pageCount: number;
  /** No message was ever written. */
  isEmpty: boolean;
};

export type MessageDetailData = {
  item: MessageItem;
  toAddress: string;
  locale: string;
  /** Null once it was forgotten. */
  html: string | null;
  /** When it is tried next; null when it is settled. */
  nextTryAt: string | null;
  /** What the mail server said last, without addresses. */
  serverSaid: string | null;
  links: { position: number; url: string; clicks: ClickCount }[];
  feedback: { kind: FeedbackKind; at: string }[];
  opens: { kind: string; count: number; lastAt: string }[];
};
