import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
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
import { findMessageByOccasion, insertMessage } from "./repository.server";
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

/**
 * Writes a mail and hands it to the outbox, in the current transaction.
 *
 * When it leaves, its reader's budget and quiet hours decide at the last moment (README, "When a message leaves").
 * Idempotent by (shopId, occasionKey).
 *
 * @returns our id of the mail.
 * @throws RangeError when it would be of no use before it may leave.
 */
export async function queueMessage(
  tx: Tx,
  { occasionKey, render, channel = "email", notBefore, expiresAt, now, ...message }: NewMessage,
): Promise<{ kind: "queued" | "duplicate"; messageId: string }> {
  const { shopId, locale, customerId, toAddress } = message;
  requireUsefulTimes({ notBefore, expiresAt });
  const rfcMessageId = messageIdOf({ shopId, occasionKey });
  const existing = await findMessageByOccasion(tx, { shopId, messageId: rfcMessageId });
  if (existing) return { kind: "duplicate", messageId: existing.id };

  const id = newId();
  const sender = await getSender(tx, { shop: await getShop(tx, { shopId }) });
  const mail = await render({
    locale,
    sender: sender.name,
    unsubscribeUrl: unsubscribeUrl({ shopId, messageId: id }),
    preferencesUrl: preferencesUrl({ shopId, messageId: id }),
    answerLink: (questionKey, answerKey) => answerUrl({ shopId, messageId: id, questionKey, answerKey }),
  });
  const tracked = { shopId, messageId: id, mail, customerId, toAddress, campaign: message.purpose, now };
  const { subject, html, text } = channel === "email" ? await trackLinks(tx, tracked) : mail;
  await insertMessage(tx, {
    ...message,
    id,
    subject,
    htmlBody: html,
    textBody: text,
    templateKey: mail.templateKey ?? null,
    templateVersion: mail.templateVersion ?? null,
    messageId: rfcMessageId,
    channel,
    notBeforeAt: notBefore ?? null,
    expiresAt: expiresAt ?? null,
    addressHash: hashAddress(getSecret(), toAddress),
    createdAt: now,
  });
  await enqueueIntent(tx, MESSAGE_INTENTS[channel], {
    shopId,
    dedupeKey: intentKeyOf(id),
    payload: { messageId: id },
    customerId,
    ...(notBefore ? { notBefore } : {}),
    now,
  });
  return { kind: "queued", messageId: id };
}

function requireUsefulTimes({
  notBefore,
  expiresAt,
}: {
  notBefore: Date | undefined;
  expiresAt: Date | undefined;
}) {
  if (!notBefore || !expiresAt || notBefore < expiresAt) return;
  throw new RangeError(
    `a message's expiresAt must be later than its notBefore ${notBefore.toISOString()}, got ${expiresAt.toISOString()}`,
  );
}
