import { type Db, toDbInstant } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import type { Feedback, FeedbackKind, MailProvider } from "./schema";

/** Which of our mails these Message-IDs are. */
export function listMessagesOfAllShops(
  db: Db,
  messageIds: readonly string[],
): Promise<{ id: string; shopId: string; messageId: string }[]> {
  return acrossShops("a provider knows no shops: the Message-ID tells whose mail it was", () =>
    db.message.findMany({
      where: { messageId: { in: [...new Set(messageIds)] } },
      select: { id: true, shopId: true, messageId: true },
    }),
  );
}

type NewFeedback = Omit<Feedback, "messageId"> & {
  shopId: string;
  /** Ours, not the RFC's. */
  messageId: string;
  addressHash: string;
  customerId: string | null;
  provider: MailProvider;
  now: Date;
};

/** Stores a report. @returns false when it was told before, by (shopId, provider, eventKey). */
export async function insertFeedback(db: Db, { at, now, ...row }: NewFeedback): Promise<boolean> {
  const { shopId, messageId, addressHash, customerId, provider, eventKey, kind } = row;
  const inserted = await db.$executeRaw`
    INSERT INTO "MessageFeedback"
      ("id", "shopId", "messageId", "addressHash", "customerId", "provider", "eventKey", "kind", "occurredAt", "recordedAt")
    VALUES (${newId()}, ${shopId}, ${messageId}, ${addressHash}, ${customerId}, ${provider}, ${eventKey}, ${kind},
      ${toDbInstant(at)}, ${toDbInstant(now)})
    ON CONFLICT ("shopId", "provider", "eventKey") DO NOTHING`;
  return inserted === 1;
}

/** The last reports of an address, newest first. */
export async function listFeedbackOf(
  db: Db,
  { shopId, addressHash, limit }: { shopId: string; addressHash: string; limit: number },
): Promise<{ messageId: string; kind: FeedbackKind }[]> {
  const rows = await db.messageFeedback.findMany({
    where: { shopId, addressHash },
    orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
    take: limit,
    select: { messageId: true, kind: true },
  });
  return rows.map(({ messageId, kind }) => ({ messageId, kind: kind as FeedbackKind }));
}

/** Writes down that a provider reported. */
export async function touchMailHook(
  db: Db,
  { provider, now }: { provider: MailProvider; now: Date },
): Promise<void> {
  await db.mailHook.upsert({
    where: { provider },
    create: { provider, lastReportedAt: now },
    update: { lastReportedAt: now, confirmUrl: null, confirmTopic: null, confirmAskedAt: null },
  });
}

/** Keeps what a provider asks the operator to confirm, until its first report. */
export async function saveConfirmation(
  db: Db,
  { provider, url, topic, now }: { provider: MailProvider; url: string; topic: string; now: Date },
): Promise<void> {
  const asked = { confirmUrl: url, confirmTopic: topic, confirmAskedAt: now };
  await db.mailHook.upsert({ where: { provider }, create: { provider, ...asked }, update: asked });
}

/**
 * Uses a token of Mailgun up. @returns false when it came with another report before; the same report may come again.
 *
 * @param forgetBefore Tokens older than this are forgotten: their signatures are refused by their age.
 */
export async function claimToken(
  db: Db,
  { token, bodyHash, now, forgetBefore }: { token: string; bodyHash: string; now: Date; forgetBefore: Date },
): Promise<boolean> {
  await db.mailHookToken.deleteMany({ where: { receivedAt: { lt: forgetBefore } } });
  const used = await db.mailHookToken.upsert({
    where: { token },
    create: { token, bodyHash, receivedAt: now },
    update: {},
    select: { bodyHash: true },
  });
  return used.bodyHash === bodyHash;
}
