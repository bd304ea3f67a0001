import { type Db, toDbInstant } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import type { QueuedMessage } from "./purpose";
import type { MessageChannel, Topic } from "./schema";

export type MessageState = "queued" | "sent" | "cancelled" | "uncertain" | "failed";

export type NewMessageRow = QueuedMessage & {
  subject: string;
  htmlBody: string;
  textBody: string;
  templateKey: string | null;
  templateVersion: number | null;
  /** RFC 5322, with angle brackets. */
  messageId: string;
  channel: MessageChannel;
  priority: number;
  notBeforeAt: Date | null;
  expiresAt: Date | null;
  addressHash: string | null;
  createdAt: Date;
};

export type MessageRow = NewMessageRow & { state: MessageState };

type Key = { shopId: string; id: string };

/** The mail of an occasion, by its Message-ID; null when none was written. */
export async function findMessageByOccasion(
  db: Db,
  { shopId, messageId }: { shopId: string; messageId: string },
): Promise<{ id: string } | null> {
  return db.message.findFirst({ where: { shopId, messageId }, select: { id: true } });
}

/** Stores a mail to be sent. Safe to repeat: one row per Message-ID. @returns the id of the one that is stored. */
export async function insertMessage(db: Db, row: NewMessageRow): Promise<string> {
  const { shopId, messageId } = row;
  const stored = await db.message.upsert({
    where: { messageId, shopId },
    create: { ...row, state: "queued" },
    update: { shopId },
    select: { id: true },
  });
  return stored.id;
}

/** A mail; null when unknown or erased. */
export async function findMessage(db: Db, { shopId, id }: Key): Promise<MessageRow | null> {
  const row = await db.message.findFirst({ where: { shopId, id } });
  if (!row) return null;
  const { sentAt: _sentAt, claimedAt: _claimedAt, ...message } = row;
  return {
    ...message,
    topic: message.topic as Topic,
    channel: message.channel as MessageChannel,
    state: message.state as MessageState,
  };
}

/**
 * Records how a mail ended; a mail that was sent stays sent. One that surely did not leave gives back its place in the
 * reader's budget.
 *
 * @returns false when it was sent already.
 */
export async function settleMessage(
  db: Db,
  { shopId, id, state, sentAt }: Key & { state: Exclude<MessageState, "queued">; sentAt: Date | null },
): Promise<boolean> {
  const { count } = await db.message.updateMany({
    where: { shopId, id, state: { not: "sent" } },
    data: { state, sentAt, ...(state === "failed" || state === "cancelled" ? { claimedAt: null } : {}) },
  });
  return count === 1;
}

type Suppressed = { shopId: string; addressHash: string };

/** Stores that an address is suppressed. Safe to repeat; a later instant replaces an earlier one. */
export async function saveSuppression(
  db: Db,
  {
    source,
    createdAt,
    ...key
  }: Suppressed & {
    topic: string;
    reason: string;
    source: string | null;
    createdAt: Date;
  },
): Promise<"new" | "later" | "known"> {
  const { shopId, addressHash, topic, reason } = key;
  const inserted = await db.$executeRaw`
    INSERT INTO "Suppression" ("shopId", "addressHash", "topic", "reason", "source", "createdAt")
    VALUES (${shopId}, ${addressHash}, ${topic}, ${reason}, ${source}, ${toDbInstant(createdAt)})
    ON CONFLICT ("shopId", "addressHash", "topic", "reason") DO NOTHING`;
  if (inserted === 1) return "new";
  const { count } = await db.suppression.updateMany({
    where: { shopId, addressHash, topic, reason, createdAt: { lt: createdAt } },
    data: { createdAt, ...(source ? { source } : {}) },
  });
  return count === 1 ? "later" : "known";
}

/** Everything that suppresses an address. */
export function listSuppressionsOf(
  db: Db,
  { shopId, addressHash }: Suppressed,
): Promise<{ topic: string; reason: string }[]> {
  return db.suppression.findMany({
    where: { shopId, addressHash },
    select: { topic: true, reason: true },
  });
}

/** Everything that suppresses any of these addresses, by address. */
export async function listSuppressionsOfMany(
  db: Db,
  { shopId, addressHashes }: { shopId: string; addressHashes: readonly string[] },
): Promise<Map<string, { topic: string; reason: string }[]>> {
  const rows = await db.$queryRaw<{ addressHash: string; topic: string; reason: string }[]>`
    SELECT "addressHash", "topic", "reason" FROM "Suppression"
    WHERE "shopId" = ${shopId} AND "addressHash" IN ${idsIn(addressHashes)}`;
  const found = new Map<string, { topic: string; reason: string }[]>();
  for (const { addressHash, ...row } of rows)
    found.set(addressHash, [...(found.get(addressHash) ?? []), row]);
  return found;
}

/** Lifts unsubscriptions made before an instant. @returns how many. */
export async function deleteUnsubscriptions(
  db: Db,
  { shopId, addressHash, before }: Suppressed & { before: Date },
): Promise<number> {
  const { count } = await db.suppression.deleteMany({
    where: { shopId, addressHash, reason: "unsubscribed", createdAt: { lt: before } },
  });
  return count;
}

/** The customer with this address, if the shop has one by now. */
export async function findCustomerIdByAddress(
  db: Db,
  { shopId, address }: { shopId: string; address: string },
): Promise<string | null> {
  const row = await db.customer.findFirst({
    where: { shopId, email: { in: [address, address.toLowerCase()] }, deletedAt: null },
    select: { id: true },
  });
  return row?.id ?? null;
}

/** Which of these addresses are suppressed for what, and since when: for a person who asks. */
export function listSuppressions(
  db: Db,
  { shopId, addressHashes }: { shopId: string; addressHashes: readonly string[] },
): Promise<{ topic: string; reason: string; createdAt: Date }[]> {
  return db.suppression.findMany({
    where: { shopId, addressHash: { in: [...addressHashes] } },
    select: { topic: true, reason: true, createdAt: true },
  });
}
