import { appendDecision } from "~/engine/decisions/append.server";
import { readInboundSms } from "~/integrations/sms/inbound.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { hashAddress } from "~/platform/crypto.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { readForm } from "~/platform/request-body.server";
import { getSecret } from "~/platform/secrets.server";

import { findConsentContact } from "../consent/repository.server";
import { withdrawConsent } from "../consent/withdraw.server";
import { publicUrl } from "../links.server";
import { suppressAddress } from "../suppression.server";

import { listTextedOfAllShops, type Texted } from "./repository.server";
import { isStop } from "./rules";

/** Where the provider hands answers to text messages on to. */
const HOOK = "/hooks/sms";

/** A text message has 1,600 characters; the provider tells a few dozen names beside it. */
const MAX_BODY_BYTES = 64_000;

/** What the provider posted; null for no form, or one larger than a text message can make it. */
export function readPostedSms(request: Request): Promise<FormData | null> {
  return readForm(request, MAX_BODY_BYTES);
}

export type InboundResult = { outcome: "stopped"; shopCount: number } | { outcome: "ignored" | "forged" };

/**
 * Takes an answer to a text message: STOP ends marketing by text, from every shop that wrote to the number, at once
 * here and through the outbox in the store. Whatever else is answered is not ours to read.
 *
 * Safe to repeat.
 */
export async function receiveSms(
  db: RootDb,
  { form, signature, now }: { form: FormData; signature: string | null; now: Date },
): Promise<InboundResult> {
  const said = readInboundSms({ url: publicUrl(HOOK), form, signature });
  if (!said) return { outcome: "forged" };
  const { from: number, text } = said;
  if (!isStop(text)) return { outcome: "ignored" };
  const texted = await listTextedOfAllShops(db, { addressHash: hashAddress(getSecret(), number) });
  for (const one of texted) {
    await inTransaction(db, (tx) => stopTexts(tx, one, { number, now }), { shopId: one.shopId });
  }
  return { outcome: "stopped", shopCount: texted.length };
}

async function stopTexts(
  tx: Tx,
  { shopId, messageId, customerId }: Texted,
  { number: address, now }: { number: string; now: Date },
): Promise<void> {
  const source = "sms-stop";
  const kind = await suppressAddress(tx, {
    shopId,
    address,
    topic: "all",
    reason: "unsubscribed",
    source,
    now,
  });
  if (kind === "known") return;
  const contact = customerId ? await findConsentContact(tx, { shopId, customerId }) : null;
  if (contact) {
    const isRepeated = kind === "later";
    await withdrawConsent(tx, { shopId, contact, channel: "sms", source, at: now, isRepeated, now });
  }
  if (kind === "later") return;
  const sourceKey = `person.unsubscribed:${messageId}:${now.getTime()}`;
  const payload = { customerId: contact?.id ?? null, topic: "all" };
  const shared = { customerId: contact?.id ?? null, subjectId: messageId };
  const event = { ...shared, type: "person.unsubscribed", sourceKey, payload, occurredAt: now } as const;
  await publishEvents(tx, [event], { shopId, now });
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: "stopped",
    reason: "unsubscribed-sms",
    customerId: shared.customerId,
    subjectKind: "message",
    subjectId: messageId,
    dedupeKey: `messaging:unsubscribed-sms:${messageId}:${now.getTime()}`,
    now,
  });
}
