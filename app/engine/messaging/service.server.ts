import { appendDecision } from "~/engine/decisions/append.server";
import type { WithdrawalSource } from "~/kit/consent";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import { type ConsentContact, findConsentContact } from "./consent/repository.server";
import { withdrawConsent } from "./consent/withdraw.server";
import { readUnsubscribeToken } from "./links.server";
import { findCustomerIdByAddress, findMessage, type MessageRow } from "./repository.server";
import { suppressAddress } from "./suppression.server";

export { readUnsubscribeSource } from "./one-click.server";

/** Whether a token is one of ours: whatever else is said with it may be believed. */
export function isUnsubscribeToken(token: string): boolean {
  return readUnsubscribeToken(token) !== null;
}

export type UnsubscribeResult = { outcome: "unsubscribed" } | { outcome: "unknown" };

type Unsubscription = { source: WithdrawalSource; now: Date };

/**
 * Stops all marketing mail to the reader of a mail: here at once, and in Shopify through the outbox.
 *
 * Idempotent: a repeat, also by another mail of the same person, is no second unsubscription. It only asks the store
 * again, where the person may have subscribed in between without our having heard of it.
 *
 * @param source The link and its page, or the button of a mail program.
 */
export function unsubscribe(
  db: RootDb,
  { token, ...said }: Unsubscription & { token: string },
): Promise<UnsubscribeResult> {
  const ref = readUnsubscribeToken(token);
  if (!ref) return Promise.resolve({ outcome: "unknown" });
  const { shopId, messageId } = ref;
  return inTransaction(
    db,
    async (tx): Promise<UnsubscribeResult> => {
      const message = await findMessage(tx, { shopId, id: messageId });
      if (!message) return { outcome: "unknown" };
      const contact = await findReader(tx, message);
      // The mail's address is forgotten after a while; the customer's is still there, unless they were erased.
      const address = message.toAddress || contact?.email;
      if (!address) return { outcome: "unknown" };
      const kind = await suppressAddress(tx, {
        shopId,
        address,
        topic: "all",
        reason: "unsubscribed",
        ...said,
      });
      if (kind === "known") return { outcome: "unsubscribed" };
      if (kind === "new") await tellOthers(tx, { message, contact }, said);
      if (contact) {
        const { source, now } = said;
        const withdrawal = { shopId, contact, channel: "email", source, at: now } as const;
        await withdrawConsent(tx, { ...withdrawal, isRepeated: kind === "later", now });
      }
      return { outcome: "unsubscribed" };
    },
    { shopId },
  );
}

async function tellOthers(
  tx: Tx,
  { message, contact }: { message: MessageRow; contact: ConsentContact | null },
  { source, now }: Unsubscription,
): Promise<void> {
  const { shopId, id } = message;
  const customerId = contact?.id ?? null;
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
    reason: source === "one-click" ? "unsubscribed-one-click" : "unsubscribed",
    customerId,
    subjectKind: "message",
    subjectId: id,
    dedupeKey: `messaging:unsubscribed:${id}:${now.getTime()}`,
    now,
  });
}

/** The mail's customer, or whoever has its address by now: a guest may have become one. */
async function findReader(
  tx: Tx,
  { shopId, customerId, toAddress: address }: MessageRow,
): Promise<ConsentContact | null> {
  const id = customerId ?? (address ? await findCustomerIdByAddress(tx, { shopId, address }) : null);
  return id === null ? null : findConsentContact(tx, { shopId, customerId: id });
}
