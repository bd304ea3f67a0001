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

type Addressed = { address: string; topic: string; channel?: MessageChannel };

/** Whether we may not write to an address, or a number, about a topic. */
export async function isSuppressed(
  db: Db,
  { shopId, ...addressed }: Addressed & { shopId: string },
): Promise<boolean> {
  const isSilent = await loadSuppressions(db, { shopId, addresses: [addressed.address] });
  return isSilent(addressed);
}

/** Which of many addresses we may not write to: loaded at once, asked one by one. */
export async function loadSuppressions(
  db: Db,
  { shopId, addresses }: { shopId: string; addresses: readonly string[] },
): Promise<(addressed: Addressed) => boolean> {
  const hashOf = (address: string) => hashAddress(getSecret(), address);
  const addressHashes = [...new Set(addresses.map(hashOf))];
  const rows = addressHashes.length === 0 ? [] : await listSuppressionsOf(db, { shopId, addressHashes });
  const known = Map.groupBy(rows, (row) => row.addressHash);
  return ({ address, topic, channel = "email" }) =>
    known.size > 0 && (known.get(hashOf(address)) ?? []).some((row) => isSilencedBy(row, { topic, channel }));
}
