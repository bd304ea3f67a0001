import { z } from "zod";

import { appendDecision } from "~/engine/decisions/append.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { defineIntent, type IntentContext } from "~/pipeline/outbox/definition";
import { findShop } from "~/shops/repository.server";

import { unsubscribeUrl } from "./links.server";
import { getMailPurpose, type MessageOutcome } from "./purpose";
import { findMessage, type MessageRow, settleMessage } from "./repository.server";
import { isUnknownMailbox, withoutAddresses } from "./rules";
import { getSender } from "./sender.server";
import { isSuppressed, suppressAddress } from "./suppression.server";

const MessagePayload = z.object({ messageId: z.string() });

/**
 * Hands one mail to the mail server.
 *
 * SMTP has no key that makes a repeat harmless: after a crash around the call the mail counts as uncertain and a
 * person decides. A mail that a person tries again (failed, uncertain) goes through every check anew.
 */
export const sendMessage = defineIntent({
  kind: "email.send-message",
  schema: MessagePayload,
  maxAttempts: 24,
  onCrash: "uncertain",

  async prepare({ messageId }, context) {
    const { tx, shopId, now } = context;
    const message = await findMessage(tx, { shopId, id: messageId });
    if (!message) return { kind: "cancel", reason: "erased" };
    if (message.state === "sent" || message.state === "cancelled")
      return { kind: "cancel", reason: "already-settled" };
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
    const { toAddress: address, topic } = message;
    if (await isSuppressed(tx, { shopId, address, topic })) return { kind: "cancel", reason: "suppressed" };
    const verdict = await getMailPurpose(message.purpose).recheck(tx, { shopId, message, now });
    if (verdict.kind === "cancel") return verdict;
    const sender = await getSender(tx, { shop });
    return { kind: "go", command: emailOf(message, sender) };
  },

  async perform(command, ports, { now }) {
    const outcome = await ports.email.send({ ...command, sentAt: now });
    switch (outcome.kind) {
      case "accepted":
        return { kind: "done", result: { response: outcome.response } };
      case "deferred":
        return { kind: "unavailable", error: outcome.error };
      case "refused":
        return { kind: "rejected", error: outcome.error };
      case "uncertain":
        return { kind: "uncertain", error: outcome.error };
    }
  },

  async settle({ messageId }, outcome, context) {
    switch (outcome.kind) {
      case "done":
        return settle(messageId, { kind: "sent" }, context);
      case "cancelled":
        return outcome.reason === "already-settled" ? undefined : settle(messageId, outcome, context);
      case "dead":
        return settle(messageId, { kind: "failed", error: withoutAddresses(outcome.error) }, context);
      case "uncertain":
        return settle(messageId, { kind: "uncertain", error: withoutAddresses(outcome.error) }, context);
    }
  },
});

function emailOf(message: MessageRow, sender: { name: string; address: string; replyTo: string | null }) {
  const { id, shopId, messageId, toAddress, subject, htmlBody, textBody } = message;
  return {
    messageId,
    from: { name: sender.name, address: sender.address },
    to: toAddress,
    ...(sender.replyTo ? { replyTo: sender.replyTo } : {}),
    subject,
    html: htmlBody,
    text: textBody,
    headers: {
      "List-Unsubscribe": `<${unsubscribeUrl({ shopId, messageId: id })}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
}

async function settle(
  id: string,
  outcome: MessageOutcome,
  { tx, shopId, now }: IntentContext,
): Promise<void> {
  const message = await findMessage(tx, { shopId, id });
  if (!message) return; // Erased meanwhile: nothing of it may be written again.
  const sentAt = outcome.kind === "sent" ? now : null;
  if (!(await settleMessage(tx, { shopId, id, state: outcome.kind, sentAt }))) return;
  await announce(message, outcome, { tx, shopId, now });
  if (outcome.kind === "failed" && isUnknownMailbox(outcome.error))
    await giveUpOn(message, { tx, shopId, now });
  await getMailPurpose(message.purpose).onSettled(tx, { shopId, message, outcome, now });
}

type Settling = Pick<IntentContext, "tx" | "shopId" | "now">;

async function announce(
  message: MessageRow,
  outcome: MessageOutcome,
  { tx, shopId, now }: Settling,
): Promise<void> {
  const { id, customerId, purpose, subjectId } = message;
  const shared = { customerId, subjectId: id, occurredAt: now };
  const payload = { messageId: id, customerId, purpose, subjectId };
  if (outcome.kind === "sent") {
    const event = { ...shared, type: "message.sent", sourceKey: `message.sent:${id}`, payload } as const;
    await publishEvents(tx, [event], { shopId, now });
  } else if (outcome.kind === "cancelled") {
    const { reason } = outcome;
    const sourceKey = `message.cancelled:${id}`;
    const event = {
      ...shared,
      type: "message.cancelled",
      sourceKey,
      payload: { ...payload, reason },
    } as const;
    await publishEvents(tx, [event], { shopId, now });
  }
}

async function giveUpOn(
  { id, toAddress, customerId }: MessageRow,
  { tx, shopId, now }: Settling,
): Promise<void> {
  await suppressAddress(tx, { shopId, address: toAddress, topic: "all", reason: "unknown-mailbox", now });
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: "stopped",
    reason: "mailbox-unknown",
    customerId,
    subjectKind: "message",
    subjectId: id,
    dedupeKey: `messaging:mailbox-unknown:${id}`,
    now,
  });
}
