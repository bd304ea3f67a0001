import { appendDecision } from "~/engine/decisions/append.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { IntentContext } from "~/pipeline/outbox/definition";
import { hastenIntents } from "~/pipeline/outbox/hasten.server";

import { TOPICS_OUTSIDE_BUDGET } from "../budget/priority";
import { getMailPurpose, type MessageOutcome } from "../purpose";
import { findMessage, type MessageRow, settleMessage } from "../repository.server";
import { isUnknownMailbox, withoutAddresses } from "../rules";
import { listWaiting, saveClaim } from "../sending/repository.server";
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
      return settle(messageId, { kind: "sent" }, context);
    case "cancelled":
      return ending.reason === "already-settled" ? undefined : settle(messageId, ending, context);
    case "dead":
      return settle(messageId, { kind: "failed", error: withoutAddresses(ending.error) }, context);
    case "uncertain":
      return settle(messageId, { kind: "uncertain", error: withoutAddresses(ending.error) }, context);
  }
}

/** It surely did not leave and is tried again: its place in the budget is free until then. */
export async function releaseMessage(
  { messageId: id }: { messageId: string },
  { tx, shopId }: Settling,
): Promise<void> {
  await saveClaim(tx, { shopId, id, claimedAt: null });
}

async function settle(id: string, outcome: MessageOutcome, { tx, shopId, now }: Settling): Promise<void> {
  const message = await findMessage(tx, { shopId, id });
  if (!message) return; // Erased meanwhile: nothing of it may be written again.
  const sentAt = outcome.kind === "sent" ? now : null;
  if (!(await settleMessage(tx, { shopId, id, state: outcome.kind, sentAt }))) return;
  await announce(message, outcome, { tx, shopId, now });
  if (outcome.kind === "failed" && isUnknownMailbox(outcome.error))
    await giveUpOn(message, { tx, shopId, now });
  if (outcome.kind === "failed" || outcome.kind === "cancelled") await makeWay(message, { tx, shopId, now });
  await getMailPurpose(message.purpose).onSettled(tx, { shopId, message, outcome, now });
}

/** What waited behind a message that did not leave may go sooner than it was told. */
async function makeWay(
  { id, customerId, addressHash, topic }: MessageRow,
  { tx, shopId, now }: Settling,
): Promise<void> {
  if (TOPICS_OUTSIDE_BUDGET.includes(topic)) return;
  const waiting = await listWaiting(tx, { shopId, customerId, addressHash, exceptId: id });
  const due = waiting.filter(({ notBeforeAt }) => notBeforeAt === null || notBeforeAt <= now);
  const dedupeKeys = due.map((row) => intentKeyOf(row.id));
  if (dedupeKeys.length > 0) await hastenIntents(tx, { shopId, dedupeKeys, now });
}

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
  } else {
    // A person may try again, and lose it again.
    const sourceKey = `message.lost:${id}:${now.getTime()}`;
    const lost = { ...payload, outcome: outcome.kind };
    const event = { ...shared, type: "message.lost", sourceKey, payload: lost } as const;
    await publishEvents(tx, [event], { shopId, now });
  }
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
