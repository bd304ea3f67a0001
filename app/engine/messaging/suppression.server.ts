import { hashAddress } from "~/platform/crypto.server";
import type { Db, Tx } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { deleteUnsubscriptions, insertSuppression, isHashSuppressed } from "./repository.server";
import type { Topic } from "./schema";

/**
 * Stops writing to an address; only its keyed hash is kept, so it holds after the person was erased.
 *
 * Safe to repeat. @returns false when it was stopped already.
 */
export function suppressAddress(
  tx: Tx,
  {
    shopId,
    address,
    topic,
    reason,
    now,
  }: {
    shopId: string;
    address: string;
    topic: Topic | "all";
    reason: "unsubscribed" | "unknown-mailbox";
    now: Date;
  },
): Promise<boolean> {
  const addressHash = hashAddress(getSecret(), address);
  return insertSuppression(tx, { shopId, addressHash, topic, reason, createdAt: now });
}

/** Whether we may not write to an address about a topic. */
export function isSuppressed(
  db: Db,
  { shopId, address, topic }: { shopId: string; address: string; topic: string },
): Promise<boolean> {
  return isHashSuppressed(db, { shopId, addressHash: hashAddress(getSecret(), address), topic });
}

/** Writes to an address again, after a consent newer than the unsubscription. @returns whether anything was lifted. */
export async function liftUnsubscription(
  tx: Tx,
  { shopId, address, consentAt }: { shopId: string; address: string; consentAt: Date },
): Promise<boolean> {
  const addressHash = hashAddress(getSecret(), address);
  return (await deleteUnsubscriptions(tx, { shopId, addressHash, before: consentAt })) > 0;
}
