import { appendDecision } from "~/engine/decisions/append.server";
import type { WithdrawalSource } from "~/kit/consent";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Db, Tx } from "~/platform/db.server";

import { findCustomerIdByAddress, type MessageRow } from "../repository.server";
import { suppressAddress } from "../suppression.server";
import { type ConsentContact, findConsentContact } from "./repository.server";
import { withdrawConsent } from "./withdraw.server";

export type Unsubscription = { source: WithdrawalSource; now: Date };

const REASONS: Readonly<Record<WithdrawalSource, string>> = {
  "unsubscribe-link": "unsubscribed",
  "one-click": "unsubscribed-one-click",
  "preference-page": "unsubscribed-preference-page",
  complaint: "unsubscribed-complaint",
  "sms-stop": "unsubscribed-sms",
};

/** Who got a mail: the customer, or whoever has its address by now; and the address, if any is left. */
export type Reader = { contact: ConsentContact | null; address: string | null };

/** Who got a mail, as far as it is known today: a guest may have become a customer. */
export async function findReader(
  db: Db,
  { shopId, customerId, toAddress }: Pick<MessageRow, "shopId" | "customerId" | "toAddress">,
): Promise<Reader> {
  const id =
    customerId ?? (toAddress ? await findCustomerIdByAddress(db, { shopId, address: toAddress }) : null);
  const contact = id === null ? null : await findConsentContact(db, { shopId, customerId: id });
  // The mail's address is forgotten after a while; the customer's is still there, unless they were erased.
  return { contact, address: toAddress || (contact?.addresses.email ?? null) };
}

/**
 * Stops all marketing to the reader of a mail: here at once, and in the store through the outbox.
 *
 * Idempotent: a repeat, also by another mail of the same person, is no second unsubscription. It only asks the store
 * again, where the person may have subscribed in between without our having heard of it.
 *
 * @returns false when nobody is known any more whom it could stop mail to.
 */
export async function stopMarketing(
  tx: Tx,
  { message, ...said }: Unsubscription & { message: MessageRow },
): Promise<boolean> {
  const { shopId } = message;
  const { contact, address } = await findReader(tx, message);
  if (!address) return false;
  const kind = await suppressAll(tx, { shopId, addresses: [address, contact?.addresses.email], ...said });
  if (kind === "known") return true;
  if (kind === "new") await tellOthers(tx, { message, contact }, said);
  if (contact) {
    const { source, now } = said;
    const withdrawal = { shopId, contact, channel: "email", source, at: now } as const;
    await withdrawConsent(tx, { ...withdrawal, isRepeated: kind === "later", now });
  }
  return true;
}

/**
 * Stops writing to where the mail went, and to where its reader is written to by now: the address may have changed since,
 * or two customers may have become one. @returns of the two, what is the greater news.
 */
async function suppressAll(
  tx: Tx,
  { addresses, ...said }: Unsubscription & { shopId: string; addresses: (string | null | undefined)[] },
): Promise<"new" | "later" | "known"> {
  const kinds = new Set<"new" | "later" | "known">();
  for (const address of new Set(addresses.flatMap((known) => known ?? [])))
    kinds.add(await suppressAddress(tx, { ...said, address, topic: "all", reason: "unsubscribed" }));
  return (["new", "later"] as const).find((kind) => kinds.has(kind)) ?? "known";
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
    reason: REASONS[source],
    customerId,
    subjectKind: "message",
    subjectId: id,
    dedupeKey: `messaging:unsubscribed:${id}:${now.getTime()}`,
    now,
  });
}
