import type { Tx } from "~/platform/db.server";

import type { CustomerState } from "../customers/schema";
import { loadCustomers } from "../customers/repository.server";
import { logRedirects } from "../merge/repository.server";
import { requestRefetch } from "../refetch/request.server";

import type { Workspace } from "./fold";

/** Loads the customers that loaded ones were merged into. */
export async function loadKept(
  tx: Tx,
  { shopId, customers }: { shopId: string; customers: Map<string, CustomerState> },
): Promise<void> {
  const keptIds = [...customers.values()].flatMap(({ row }) => row.mergedIntoId ?? []);
  const ids = [...new Set(keptIds)].filter((id) => !customers.has(id));
  for (const [id, state] of await loadCustomers(tx, { shopId, ids, withTags: false }))
    customers.set(id, state);
}

/**
 * What follows from who is who, once the batch is stored: orders that named a merged customer are noted for an undo, and
 * customers of whom more is to be known are read again.
 */
export async function settleIdentity(
  tx: Tx,
  workspace: Workspace,
  { silent }: { silent: boolean },
): Promise<void> {
  const { shop, customers, unsureCustomers, redirects, now } = workspace;
  await logRedirects(tx, { shopId: shop.id, redirects });
  if (silent) return;
  const unsure = [...unsureCustomers].flatMap(([id, isOutdated]) => {
    const row = customers.get(id)?.row;
    return row && (isOutdated || lacksParts(row)) ? [row.gid] : [];
  });
  await requestRefetch(tx, { shopId: shop.id, resource: "customers", gids: unsure, now });
}

/** Tags were never read as a whole, or whether we may write to the address. */
function lacksParts({ deletedAt, tagsVersionAt, email, consentVersionAt }: CustomerState["row"]): boolean {
  if (deletedAt !== null) return false;
  return tagsVersionAt === null || (email !== null && consentVersionAt === null);
}
