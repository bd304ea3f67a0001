import { type Db, toDbInstant } from "~/platform/db.server";
import { idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";

import type { QueuedMessage } from "./purpose";
import type { MessageChannel } from "./schema";

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

/** Our ids of the mails of occasions, by their Message-IDs; those that were not written are left out. */
export async function listMessagesByOccasion(
  db: Db,
  { shopId, messageIds }: { shopId: string; messageIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; messageId: string }[]>`
    SELECT "id", "messageId" FROM "Message"
    WHERE "shopId" = ${shopId} AND @few AND "messageId" IN ${idsIn(messageIds)}`;
  return new Map(rows.map(({ id, messageId }) => [messageId, id]));
}

const MESSAGE_COLUMNS = [
  "id",
  "shopId",
  "customerId",
  "purpose",
  "subjectId",
  "topic",
  "toAddress",
  "locale",
  "subject",
  "htmlBody",
  "textBody",
  "templateKey",
  "templateVersion",
  "messageId",
  "channel",
  "state",
  "priority",
  "notBeforeAt",
  "expiresAt",
  "addressHash",
  "createdAt",
] as const;

const INSERT_MESSAGES = upsertSql({
  table: "Message",
  columns: MESSAGE_COLUMNS,
  key: ["messageId"],
  onConflict: "nothing",
});

/** Stores mails to be sent. Safe to repeat: one row per Message-ID. */
export async function insertMessages(db: Db, rows: readonly NewMessageRow[]): Promise<void> {
  if (rows.length === 0) return;
  const queued = rows.map((row) => ({ ...row, state: "queued" }));
  await db.$executeRawUnsafe(INSERT_MESSAGES, rowsToJson(queued, "Message"));
}

const LIST_MESSAGES = `SELECT ${MESSAGE_COLUMNS.map((column) => `"${column}"`).join(", ")} FROM "Message"
  WHERE "shopId" = ? AND "id" IN @ids(?)`;

/** Mails by our ids; those that are unknown or erased are left out. */
export async function listMessages(
  db: Db,
  { shopId, ids }: { shopId: string; ids: readonly string[] },
): Promise<Map<string, MessageRow>> {
  const rows = await db.$queryRawUnsafe<MessageRow[]>(LIST_MESSAGES, shopId, JSON.stringify(ids));
  return new Map(rows.map((row) => [row.id, row]));
}

/** A mail; null when unknown or erased. */
export async function findMessage(db: Db, { shopId, id }: Key): Promise<MessageRow | null> {
  return (await listMessages(db, { shopId, ids: [id] })).get(id) ?? null;
}

/** Records that mails were sent. @returns what their purposes see of those that were not before. */
export function settleSent(
  db: Db,
  { shopId, ids, sentAt }: { shopId: string; ids: readonly string[]; sentAt: Date },
): Promise<QueuedMessage[]> {
  return db.$queryRaw<QueuedMessage[]>`
    UPDATE "Message" SET "state" = 'sent', "sentAt" = ${sentAt}
    WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(ids)} AND "state" <> 'sent'
    RETURNING "id", "shopId", "customerId", "purpose", "subjectId", "topic", "toAddress", "locale"`;
}

/**
 * Records how a mail ended that was not sent; one that was stays so. One that surely did not leave gives back its place in the
 * reader's budget.
 *
 * @returns false when it was sent already.
 */
export async function settleMessage(
  db: Db,
  { shopId, id, state }: Key & { state: Exclude<MessageState, "queued" | "sent"> },
): Promise<boolean> {
  const { count } = await db.message.updateMany({
    where: { shopId, id, state: { not: "sent" } },
    data: {
      state,
      sentAt: null,
      ...(state === "failed" || state === "cancelled" ? { claimedAt: null } : {}),
    },
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

/** Everything that suppresses any of these addresses. */
export function listSuppressionsOf(
  db: Db,
  { shopId, addressHashes }: { shopId: string; addressHashes: readonly string[] },
): Promise<{ addressHash: string; topic: string; reason: string }[]> {
  return db.$queryRaw<{ addressHash: string; topic: string; reason: string }[]>`
    SELECT "addressHash", "topic", "reason" FROM "Suppression"
    WHERE "shopId" = ${shopId} AND "addressHash" IN ${idsIn(addressHashes)}`;
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
