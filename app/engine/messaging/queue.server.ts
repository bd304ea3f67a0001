import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import { sendMessage } from "./intents.server";
import { messageIdOf, unsubscribeUrl } from "./links.server";
import { renderMail } from "./render.server";
import { findMessageByOccasion, insertMessage } from "./repository.server";
import type { MailContent, Topic } from "./schema";
import { getSender } from "./sender.server";

export type NewMessage = {
  shopId: string;
  customerId: string | null;
  /** A registered purpose; it is asked again before the mail leaves. */
  purpose: string;
  /** What the mail is about, in the purpose's own terms. */
  subjectId: string;
  topic: Topic;
  toAddress: string;
  locale: Locale;
  /** Names the mail once and for all: at most one mail per occasion is ever sent. */
  occasionKey: string;
  content: MailContent;
  now: Date;
};

/**
 * Writes a mail and hands it to the outbox, in the current transaction.
 *
 * Idempotent by (shopId, occasionKey). @returns our id of the mail.
 */
export async function queueMessage(
  tx: Tx,
  { occasionKey, content, now, ...message }: NewMessage,
): Promise<{ kind: "queued" | "duplicate"; messageId: string }> {
  const { shopId, locale, customerId } = message;
  const rfcMessageId = messageIdOf({ shopId, occasionKey });
  const existing = await findMessageByOccasion(tx, { shopId, messageId: rfcMessageId });
  if (existing) return { kind: "duplicate", messageId: existing.id };

  const id = newId();
  const sender = await getSender(tx, { shop: await getShop(tx, { shopId }) });
  const { subject, html, text } = await renderMail(content, {
    locale,
    sender: sender.name,
    unsubscribeUrl: unsubscribeUrl({ shopId, messageId: id }),
  });
  await insertMessage(tx, {
    ...message,
    id,
    subject,
    htmlBody: html,
    textBody: text,
    messageId: rfcMessageId,
    createdAt: now,
  });
  await enqueueIntent(tx, sendMessage, {
    shopId,
    dedupeKey: `send-message:${id}`,
    payload: { messageId: id },
    customerId,
    now,
  });
  return { kind: "queued", messageId: id };
}
