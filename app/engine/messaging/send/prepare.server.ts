import { appendDecision } from "~/engine/decisions/append.server";
import type { IntentContext, Prepared } from "~/pipeline/outbox/definition";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { findWriteObstacle } from "../consent/obstacle.server";
import { getMailPurpose } from "../purpose";
import { findMessage, type MessageRow } from "../repository.server";
import { saveClaim } from "../sending/repository.server";
import { findSlot, type Slot } from "../sending/slot.server";
import { getSender, type Sender } from "../sender.server";

/** A message that leaves now, and who it is from. */
export type Leaving = { message: MessageRow; sender: Sender };

/**
 * The last word on a message, in the transaction before its hand-over: is it still wanted, and is now the time.
 *
 * A "go" takes its place in the reader's budget in the same transaction; as those of a shop run one after another, two
 * messages never take the same place.
 */
export async function prepareMessage(
  { messageId: id }: { messageId: string },
  { tx, shopId, now }: IntentContext,
): Promise<Prepared<Leaving>> {
  const message = await findMessage(tx, { shopId, id });
  if (!message) return { kind: "cancel", reason: "erased" };
  if (message.state === "sent" || message.state === "cancelled")
    return { kind: "cancel", reason: "already-settled" };
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
  const obstacle = await findWriteObstacle(tx, { ...message, now });
  if (obstacle) return { kind: "cancel", reason: obstacle };
  const verdict = await getMailPurpose(message.purpose).recheck(tx, { shopId, message, now });
  if (verdict.kind !== "go") return verdict;
  return takeSlot({ message, shop }, { tx, shopId, now });
}

type Turn = Pick<IntentContext, "tx" | "shopId" | "now">;

async function takeSlot(
  { message, shop }: { message: MessageRow; shop: ShopRecord },
  { tx, shopId, now }: Turn,
): Promise<Prepared<Leaving>> {
  const { id, notBeforeAt, createdAt } = message;
  const slot = await findSlot(tx, { shop, sought: { ...message, dueAt: notBeforeAt ?? createdAt }, now });
  switch (slot.kind) {
    case "cancel":
      return slot;
    case "postpone":
      return {
        kind: "postpone",
        until: slot.until,
        reason: await tellWhy(message, slot, { tx, shopId, now }),
      };
    case "go":
      await saveClaim(tx, { shopId, id, claimedAt: now });
      return { kind: "go", command: { message, sender: await getSender(tx, { shop }) } };
  }
}

type Postponement = Extract<Slot, { kind: "postpone" }>;

const REASONS = {
  "quiet-hours": "postponed-quiet-hours",
  budget: "postponed-budget",
  yielded: "yielded",
} as const;

/** Written down once per reason: a message that is postponed ten times is no ten pieces of news. */
async function tellWhy(
  { id, customerId, channel }: MessageRow,
  { until, because, zone }: Postponement,
  { tx, shopId, now }: Turn,
): Promise<string> {
  if (because === "not-due") return because;
  const reason = REASONS[because];
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: "postponed",
    reason,
    params: { zone, channel },
    customerId,
    subjectKind: "message",
    subjectId: id,
    dedupeKey: `messaging:${reason}:${id}`,
    nextTryAt: until,
    now,
  });
  return reason;
}
