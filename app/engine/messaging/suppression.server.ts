import type { WithdrawalSource } from "~/kit/consent";
import { hashAddress } from "~/platform/crypto.server";
import type { Db, Tx } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { isHashSuppressed, saveSuppression } from "./repository.server";
import type { Topic } from "./schema";

/**
 * Stops writing to an address; only its keyed hash is kept, so it holds after the person was erased.
 *
 * Safe to repeat by address, topic and reason. @returns `later` when it was stopped already, and is now again.
 */
export function suppressAddress(
  tx: Tx,
  {
    address,
    now,
    source = null,
    ...rest
  }: {
    shopId: string;
    address: string;
    topic: Topic | "all";
    reason: "unsubscribed" | "unknown-mailbox";
    source?: WithdrawalSource | null;
    now: Date;
  },
): Promise<"new" | "later" | "known"> {
  const addressHash = hashAddress(getSecret(), address);
  return saveSuppression(tx, { ...rest, addressHash, source, createdAt: now });
}

/** Whether we may not write to an address about a topic. */
export function isSuppressed(
  db: Db,
  { shopId, address, topic }: { shopId: string; address: string; topic: string },
): Promise<boolean> {
  return isHashSuppressed(db, { shopId, addressHash: hashAddress(getSecret(), address), topic });
}
