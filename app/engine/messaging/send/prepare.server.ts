import { appendDecisions, type NewDecision } from "~/engine/decisions/append.server";
import type { GroupContext, IntentContext, Prepared } from "~/pipeline/outbox/definition";
import { findShop } from "~/shops/repository.server";

import { compareCandidates } from "../budget/rules";
import { loadWriteObstacles } from "../consent/obstacle.server";
import { recheckMessages, type Refusal } from "../purpose";
import { listMessages, type MessageRow } from "../repository.server";
import { saveClaims } from "../sending/repository.server";
import { type Calendar, loadCalendar, type Slot } from "../sending/slot.server";
import { getSender, type Sender } from "../sender.server";

/** A message that leaves now, and who it is from. */
export type Leaving = { message: MessageRow; sender: Sender };

type Payload = { messageId: string };
type Verdict = Prepared<Leaving>;

/** `prepareMessages` of one. */
export async function prepareMessage(payload: Payload, context: IntentContext): Promise<Verdict> {
  const [verdict] = await prepareMessages([payload], context);
  return verdict ?? ERASED;
}

const ERASED = { kind: "cancel", reason: "erased" } as const;

/**
 * The last word on messages of a shop, in the transaction before their hand-over: is each still wanted, and is now the
 * time.
 *
 * A "go" takes its place in the reader's budget in the same transaction; as those of a shop run one after another, two
 * messages never take the same place.
 *
 * @returns a verdict for each, in their order.
 */
export async function prepareMessages(
  payloads: readonly Payload[],
  { tx, shopId, now }: GroupContext,
): Promise<Verdict[]> {
  const ids = payloads.map(({ messageId }) => messageId);
  const messages = await listMessages(tx, { shopId, ids });
  const verdicts = new Map<string, Verdict>();
  const open = [...messages.values()].filter((message) => {
    if (message.state !== "sent" && message.state !== "cancelled") return true;
    verdicts.set(message.id, { kind: "cancel", reason: "already-settled" });
    return false;
  });
  for (const [id, verdict] of await judge(open, { tx, shopId, now })) verdicts.set(id, verdict);
  return ids.map((id) => verdicts.get(id) ?? ERASED);
}

async function judge(
  messages: readonly MessageRow[],
  { tx, shopId, now }: GroupContext,
): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt)
    return new Map(messages.map(({ id }) => [id, { kind: "cancel", reason: "shop-uninstalled" }]));
  const obstacleOf = await loadWriteObstacles(tx, { shopId, all: messages, now });
  const allowed = messages.filter((message) => {
    const reason = obstacleOf(message);
    if (reason) verdicts.set(message.id, { kind: "cancel", reason });
    return !reason;
  });
  const refusals = await recheckMessages(tx, { shopId, messages: allowed, now });
  for (const message of allowed) {
    const refusal = refusals.get(message.id);
    if (refusal) verdicts.set(message.id, withinItsTime(refusal, message, now));
  }

  const calendar = await loadCalendar(tx, { shop, people: allowed, now });
  for (const id of verdicts.keys()) calendar.drop(id);
  const slots = giveSlots(
    calendar,
    allowed.filter(({ id }) => !refusals.has(id)),
  );
  const sender = await getSender(tx, { shop });
  const going = [...slots].filter(([, slot]) => slot.kind === "go").map(([{ id }]) => id);
  await saveClaims(tx, { shopId, ids: going, claimedAt: now });
  await appendDecisions(
    tx,
    [...slots].flatMap(([message, slot]) => postponementOf(message, slot, now) ?? []),
  );
  for (const [message, slot] of slots) verdicts.set(message.id, verdictOf(message, slot, sender));
  return verdicts;
}

/** What its purpose holds back waits no longer than it is of use: else others of its reader would wait behind it for good. */
function withinItsTime(refusal: Refusal, { expiresAt }: MessageRow, now: Date): Refusal {
  const isOver = expiresAt !== null && now >= expiresAt;
  return refusal.kind === "postpone" && isOver ? { kind: "cancel", reason: "expired" } : refusal;
}

/** Those that go before others of the same reader are asked first: so none waits for one that does not leave. */
function giveSlots(calendar: Calendar, messages: readonly MessageRow[]): Map<MessageRow, Slot> {
  const slots = new Map<MessageRow, Slot>();
  const sought = messages.map((message) => ({
    message,
    ...message,
    dueAt: message.notBeforeAt ?? message.createdAt,
    order: message.id,
  }));
  for (const one of sought.toSorted(compareCandidates)) {
    const slot = calendar.slotFor(one);
    slots.set(one.message, slot);
    if (slot.kind === "go") calendar.take(one);
    if (slot.kind === "cancel") calendar.drop(one.id);
  }
  return slots;
}

function verdictOf(message: MessageRow, slot: Slot, sender: Sender): Verdict {
  switch (slot.kind) {
    case "cancel":
      return slot;
    case "postpone":
      return { kind: "postpone", until: slot.until, reason: reasonOf(slot) };
    case "go":
      return { kind: "go", command: { message, sender } };
  }
}

type Postponement = Extract<Slot, { kind: "postpone" }>;

const REASONS = {
  "not-due": "not-due",
  "quiet-hours": "postponed-quiet-hours",
  budget: "postponed-budget",
  yielded: "yielded",
} as const;

function reasonOf({ because }: Postponement) {
  return REASONS[because];
}

/** Written down once per reason: a message that is postponed ten times is no ten pieces of news. */
function postponementOf(
  { id, shopId, customerId, channel }: MessageRow,
  slot: Slot,
  now: Date,
): NewDecision | null {
  if (slot.kind !== "postpone" || slot.because === "not-due") return null;
  const reason = reasonOf(slot);
  return {
    shopId,
    feature: "messaging",
    outcome: "postponed",
    reason,
    params: { zone: slot.zone, channel },
    customerId,
    subjectKind: "message",
    subjectId: id,
    dedupeKey: `messaging:${reason}:${id}`,
    nextTryAt: slot.until,
    now,
  };
}
