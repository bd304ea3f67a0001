import { appendDecision } from "~/engine/decisions/append.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import { writeUnsubscription } from "./intents.server";
import { readUnsubscribeToken } from "./links.server";
import { findContact, findContactByAddress, findMessage, type MessageRow } from "./repository.server";
import { suppressAddress } from "./suppression.server";

export { mayOpen } from "./rate-limit.server";

export type UnsubscribeResult = { outcome: "unsubscribed" } | { outcome: "unknown" };

/**
 * Stops all marketing mail to the reader of a mail: here at once, and in Shopify through the outbox.
 *
 * Idempotent: a repeat, also by another mail of the same person, changes nothing.
 */
export function unsubscribe(
  db: RootDb,
  { token, now }: { token: string; now: Date },
): Promise<UnsubscribeResult> {
  const ref = readUnsubscribeToken(token);
  if (!ref) return Promise.resolve({ outcome: "unknown" });
  const { shopId, messageId } = ref;
  return inTransaction(db, async (tx): Promise<UnsubscribeResult> => {
    const message = await findMessage(tx, { shopId, id: messageId });
    if (!message) return { outcome: "unknown" };
    const address = message.toAddress;
    const isNew = await suppressAddress(tx, { shopId, address, topic: "all", reason: "unsubscribed", now });
    if (isNew) await tellOthers(tx, message, now);
    return { outcome: "unsubscribed" };
  });
}

async function tellOthers(tx: Tx, message: MessageRow, now: Date): Promise<void> {
  const { shopId, id } = message;
  const customerId = await findReader(tx, message);
  const event = {
    type: "person.unsubscribed",
    sourceKey: `person.unsubscribed:${id}:${now.getTime()}`,
    payload: { customerId, topic: "all" },
    customerId,
    subjectId: id,
    occurredAt: now,
  } as const;
  await publishEvents(tx, [event], { shopId, now });
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: "stopped",
    reason: "unsubscribed",
    customerId,
    subjectKind: "message",
    subjectId: id,
    dedupeKey: `messaging:unsubscribed:${id}:${now.getTime()}`,
    now,
  });
  if (!customerId) return;
  await enqueueIntent(tx, writeUnsubscription, {
    shopId,
    dedupeKey: `unsubscribe-email:${id}:${now.getTime()}`,
    payload: { customerId, at: now.toISOString() },
    customerId,
    now,
  });
}

/** The mail's customer, or whoever has its address by now: a guest may have become one. */
async function findReader(tx: Tx, { shopId, customerId, toAddress }: MessageRow): Promise<string | null> {
  const contact = customerId
    ? await findContact(tx, { shopId, customerId })
    : await findContactByAddress(tx, { shopId, address: toAddress });
  return contact?.id ?? null;
}
