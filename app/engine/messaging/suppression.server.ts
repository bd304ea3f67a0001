import type { WithdrawalSource } from "~/kit/consent";
import { hashAddress } from "~/platform/crypto.server";
import type { Db, Tx } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { listSuppressionsOf, saveSuppression } from "./repository.server";
import { isSilencedBy } from "./rules";
import type { MessageChannel, SuppressionReason, Topic } from "./schema";

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
    reason: SuppressionReason;
    source?: WithdrawalSource | null;
    now: Date;
  },
): Promise<"new" | "later" | "known"> {
  const addressHash = hashAddress(getSecret(), address);
  return saveSuppression(tx, { ...rest, addressHash, source, createdAt: now });
}

/** Whether we may not write to an address, or a number, about a topic. */
export async function isSuppressed(
  db: Db,
  {
    shopId,
    address,
    topic,
    channel = "email",
  }: { shopId: string; address: string; topic: string; channel?: MessageChannel },
): Promise<boolean> {
  const addressHash = hashAddress(getSecret(), address);
  const known = await listSuppressionsOf(db, { shopId, addressHash });
  return known.some((suppressed) => isSilencedBy(suppressed, { topic, channel }));
}
