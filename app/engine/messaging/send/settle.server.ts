import { appendDecision } from "~/engine/decisions/append.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { IntentContext } from "~/pipeline/outbox/definition";
import { hastenIntents } from "~/pipeline/outbox/hasten.server";

import { TOPICS_OUTSIDE_BUDGET } from "../budget/priority";
import { getMailPurpose, type MessageOutcome, type QueuedMessage, tellSent } from "../purpose";
import { findMessage, type MessageRow, settleMessage, settleSent } from "../repository.server";
import { isUnknownMailbox, withoutAddresses } from "../rules";
import { listWaiting, saveClaims } from "../sending/repository.server";
import { suppressAddress } from "../suppression.server";

type Settling = Pick<IntentContext, "tx" | "shopId" | "now">;

/** How the intent of a message ended. */
type Ending =
  | { kind: "done" }
  | { kind: "cancelled"; reason: string }
  | { kind: "dead"; error: string }
  | { kind: "uncertain"; error: string };

/** The key of a message's intent. */
export function intentKeyOf(messageId: string): string {
  return `send-message:${messageId}`;
}

/** Records how a message ended, and tells its purpose. */
export async function settleIntentOfMessage(
  { messageId }: { messageId: string },
  ending: Ending,
  context: Settling,
): Promise<void> {
  switch (ending.kind) {
    case "done":
      return settleManySent([{ payload: { messageId } }], context);
    case "cancelled":
      return ending.reason === "already-settled" ? undefined : settle(messageId, ending, context);
    case "dead":
      return settle(messageId, { kind: "failed", error: withoutAddresses(ending.error) }, context);
    case "uncertain":
      return settle(messageId, { kind: "uncertain", error: withoutAddresses(ending.error) }, context);
  }
}

/** Records that messages were sent, and tells their purposes. */
export async function settleManySent(
  done: readonly { payload: { messageId: string } }[],
  { tx, shopId, now }: Settling,
): Promise<void> {
  const ids = done.map(({ payload }) => payload.messageId);
  const sent = await settleSent(tx, { shopId, ids, sentAt: now });
  const events = sent.map((message) => {
    const { about, payload } = newsOf(message, now);
    return { ...about, type: "message.sent", sourceKey: `message.sent:${message.id}`, payload } as const;
  });
  await publishEvents(tx, events, { shopId, now });
  await tellSent(tx, { shopId, messages: sent, now });
}

/** It surely did not leave and is tried again: its place in the budget is free until then. */
export async function releaseMessage(
  { messageId: id }: { messageId: string },
  { tx, shopId }: Settling,
): Promise<void> {
  await saveClaims(tx, { shopId, ids: [id], claimedAt: null });
}

type Lost = Exclude<MessageOutcome, { kind: "sent" }>;

async function settle(id: string, outcome: Lost, { tx, shopId, now }: Settling): Promise<void> {
  const message = await findMessage(tx, { shopId, id });
  if (!message) return; // Erased meanwhile: nothing of it may be written again.
  if (!(await settleMessage(tx, { shopId, id, state: outcome.kind }))) return;
  await announce(message, outcome, { tx, shopId, now });
  if (outcome.kind === "failed" && isUnknownMailbox(outcome.error))
    await giveUpOn(message, { tx, shopId, now });
  if (outcome.kind === "failed" || outcome.kind === "cancelled") await makeWay(message, { tx, shopId, now });
  await getMailPurpose(message.purpose).onSettled(tx, { shopId, message, outcome, now });
}

/** What waited behind a message that did not leave may go sooner than it was told. */
async function makeWay(message: MessageRow, { tx, shopId, now }: Settling): Promise<void> {
  if (TOPICS_OUTSIDE_BUDGET.includes(message.topic)) return;
  const waiting = await listWaiting(tx, { shopId, people: [message] });
  const due = waiting.filter(
    ({ id, notBeforeAt }) => id !== message.id && (notBeforeAt === null || notBeforeAt <= now),
  );
  const dedupeKeys = due.map((row) => intentKeyOf(row.id));
  if (dedupeKeys.length > 0) await hastenIntents(tx, { shopId, dedupeKeys, now });
}

/** What all events about a message have in common. */
function newsOf({ id, customerId, purpose, subjectId }: QueuedMessage, now: Date) {
  return {
    about: { customerId, subjectId: id, occurredAt: now },
    payload: { messageId: id, customerId, purpose, subjectId },
  };
}

async function announce(message: MessageRow, outcome: Lost, { tx, shopId, now }: Settling): Promise<void> {
  const { about, payload } = newsOf(message, now);
  if (outcome.kind === "cancelled") {
    const type = "message.cancelled";
    const cancelled = { ...payload, reason: outcome.reason };
    const event = { ...about, type, sourceKey: `${type}:${message.id}`, payload: cancelled } as const;
    await publishEvents(tx, [event], { shopId, now });
    return;
  }
  // A person may try again, and lose it again.
  const sourceKey = `message.lost:${message.id}:${now.getTime()}`;
  const lost = { ...payload, outcome: outcome.kind };
  const event = { ...about, type: "message.lost", sourceKey, payload: lost } as const;
  await publishEvents(tx, [event], { shopId, now });
}

async function giveUpOn(
  { id, toAddress, customerId, channel }: MessageRow,
  { tx, shopId, now }: Settling,
): Promise<void> {
  await suppressAddress(tx, { shopId, address: toAddress, topic: "all", reason: "unknown-mailbox", now });
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: "stopped",
    reason: channel === "sms" ? "number-unreachable" : "mailbox-unknown",
    customerId,
    subjectKind: "message",
    subjectId: id,
    dedupeKey: `messaging:mailbox-unknown:${id}`,
    now,
  });
}
