import { enqueueIntents } from "~/pipeline/outbox/enqueue.server";
import { hastenIntents } from "~/pipeline/outbox/hasten.server";
import { hashAddress } from "~/platform/crypto.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { getSecret } from "~/platform/secrets.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import { answerUrl } from "./answers/links.server";
import { MESSAGE_INTENTS } from "./intents.server";
import { messageIdOf, preferencesUrl, unsubscribeUrl } from "./links.server";
import type { MailFrame, RenderedMail } from "./rendered-mail";
import { insertMessages, listMessagesByOccasion, type NewMessageRow } from "./repository.server";
import type { MessageChannel, Topic } from "./schema";
import { intentKeyOf } from "./send/settle.server";
import { getSender } from "./sender.server";
import { trackLinks } from "./tracking/track-links.server";

export type NewMessage = {
  shopId: string;
  customerId: string | null;
  /** A registered purpose; it is asked again before the mail leaves. */
  purpose: string;
  /** What the mail is about, in the purpose's own terms. */
  subjectId: string;
  topic: Topic;
  /** By mail when absent. A text message is what `render` gives as text. */
  channel?: MessageChannel;
  /** A mail address, a phone number with its country (`+48…`), or an address of a merchant's system. */
  toAddress: string;
  locale: Locale;
  /** Names the mail once and for all: at most one mail per occasion is ever sent. */
  occasionKey: string;
  /** Called once, in the current transaction: no network. */
  render: (frame: MailFrame) => Promise<RenderedMail>;
  /** What it weighs in its reader's budget: `budget/priority.ts`. */
  priority: number;
  /** As soon as may be when absent. */
  notBefore?: Date;
  /** Of no use from then on: it is cancelled rather than sent late. */
  expiresAt?: Date;
  now: Date;
};

export type Queued = { kind: "queued" | "duplicate"; messageId: string };

/**
 * Writes a mail and hands it to the outbox, in the current transaction.
 *
 * When it leaves, its reader's budget and quiet hours decide at the last moment (README, "When a message leaves").
 * Idempotent by (shopId, occasionKey).
 *
 * @returns our id of the mail.
 * @throws RangeError when it would be of no use before it may leave.
 */
export async function queueMessage(tx: Tx, { shopId, now, ...message }: NewMessage): Promise<Queued> {
  const [queued] = await queueMessages(tx, { shopId, messages: [message], now });
  if (!queued) throw new Error(`the mail of ${message.occasionKey} was not stored`);
  return queued;
}

type MessageOfShop = Omit<NewMessage, "shopId" | "now">;

/** `queueMessage` for many of one shop: in a handful of statements. @returns what became of each, in their order. */
export async function queueMessages(
  tx: Tx,
  { shopId, messages, now }: { shopId: string; messages: readonly MessageOfShop[]; now: Date },
): Promise<Queued[]> {
  messages.forEach(requireUsefulTimes);
  const rfcIds = messages.map(({ occasionKey }) => messageIdOf({ shopId, occasionKey }));
  const ids = await listMessagesByOccasion(tx, { shopId, messageIds: rfcIds });
  const fresh: (MessageOfShop & Identified)[] = [];
  const queued = messages.map((message, index): Queued => {
    const rfcMessageId = rfcIds[index] ?? "";
    const known = ids.get(rfcMessageId);
    if (known !== undefined) return { kind: "duplicate", messageId: known };
    const id = newId();
    ids.set(rfcMessageId, id);
    fresh.push({ ...message, id, rfcMessageId });
    return { kind: "queued", messageId: id };
  });
  if (fresh.length > 0) await store(tx, await write(tx, { shopId, fresh, now }), { shopId, now });
  return queued;
}

type Identified = { id: string; rfcMessageId: string };
type Written = MessageOfShop & Identified & { channel: MessageChannel; mail: RenderedMail };

async function write(
  tx: Tx,
  { shopId, fresh, now }: { shopId: string; fresh: readonly (MessageOfShop & Identified)[]; now: Date },
): Promise<Written[]> {
  const { name: sender } = await getSender(tx, { shop: await getShop(tx, { shopId }) });
  const written: Written[] = [];
  for (const message of fresh) {
    const { id: messageId, locale, channel = "email", render } = message;
    const links = {
      unsubscribeUrl: unsubscribeUrl({ shopId, messageId }),
      preferencesUrl: preferencesUrl({ shopId, messageId }),
      answerLink: (questionKey: string, answerKey: string) =>
        answerUrl({ shopId, messageId, questionKey, answerKey }),
    };
    written.push({ ...message, channel, mail: await render({ locale, sender, ...links }) });
  }
  const byMail = written.filter(({ channel }) => channel === "email");
  const mails = byMail.map(({ id: messageId, mail, customerId, toAddress, purpose: campaign }) => ({
    ...{ messageId, mail, customerId, toAddress, campaign },
  }));
  const tracked = mails.length === 0 ? [] : await trackLinks(tx, { shopId, mails, now });
  const trackedById = new Map(byMail.map(({ id }, index) => [id, tracked[index]]));
  return written.map((message) => ({ ...message, mail: trackedById.get(message.id) ?? message.mail }));
}

async function store(
  tx: Tx,
  written: readonly Written[],
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  await insertMessages(
    tx,
    written.map((message) => rowOf(message, { shopId, now })),
  );
  for (const [channel, own] of Map.groupBy(written, (message) => message.channel)) {
    const intents = own.map(({ id, customerId, notBefore }) => ({
      dedupeKey: intentKeyOf(id),
      payload: { messageId: id },
      customerId,
      ...(notBefore ? { notBefore } : {}),
    }));
    await enqueueIntents(tx, MESSAGE_INTENTS[channel], { shopId, now, intents });
  }
}

function rowOf(message: Written, { shopId, now }: { shopId: string; now: Date }): NewMessageRow {
  const { id, customerId, purpose, subjectId, topic, toAddress, locale, channel, priority, mail } = message;
  return {
    ...{ id, shopId, customerId, purpose, subjectId, topic, toAddress, locale, channel, priority },
    subject: mail.subject,
    htmlBody: mail.html,
    textBody: mail.text,
    templateKey: mail.templateKey ?? null,
    templateVersion: mail.templateVersion ?? null,
    messageId: message.rfcMessageId,
    notBeforeAt: message.notBefore ?? null,
    expiresAt: message.expiresAt ?? null,
    addressHash: hashAddress(getSecret(), toAddress),
    createdAt: now,
  };
}

function requireUsefulTimes({ notBefore, expiresAt }: MessageOfShop): void {
  if (!notBefore || !expiresAt || notBefore < expiresAt) return;
  throw new RangeError(
    `a message's expiresAt must be later than its notBefore ${notBefore.toISOString()}, got ${expiresAt.toISOString()}`,
  );
}

/**
 * Has messages asked anew now that were postponed: what their purpose held them back for may be over. Those that have left,
 * or are leaving, stay as they are. Safe to repeat.
 */
export function hastenMessages(
  tx: Tx,
  { shopId, messageIds, now }: { shopId: string; messageIds: readonly string[]; now: Date },
): Promise<void> {
  return hastenIntents(tx, { shopId, dedupeKeys: messageIds.map(intentKeyOf), now });
}
