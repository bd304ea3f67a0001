import { hashAddress } from "~/platform/crypto.server";
import type { Db } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";
import { getShop } from "~/shops/repository.server";

import type { MessageChannel } from "../schema";

import { findSlot, type Slot } from "./slot.server";

/** A message that nobody has written yet. */
export type PlannedMessage = {
  shopId: string;
  customerId: string | null;
  /** Where it would go; null when not known. */
  toAddress: string | null;
  channel: MessageChannel;
  topic: string;
  priority: number;
  /** Not before; now when absent. */
  notBefore?: Date;
  expiresAt?: Date;
  now: Date;
};

/**
 * When a message would leave if it were queued now, by the same rules that are asked in its last transaction. Only
 * tells: nothing is kept for it, and what is queued meanwhile may change it.
 */
export async function planSend(
  db: Db,
  { shopId, toAddress, notBefore, expiresAt, now, ...message }: PlannedMessage,
): Promise<Slot> {
  const shop = await getShop(db, { shopId });
  const sought = {
    ...message,
    id: null,
    addressHash: toAddress === null ? null : hashAddress(getSecret(), toAddress),
    dueAt: notBefore ?? now,
    expiresAt: expiresAt ?? null,
  };
  return findSlot(db, { shop, sought, now });
}
