import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";
import { deriveId } from "~/platform/ids.server";

import { refreshAggregates } from "../aggregates/recount.server";
import { earlierOf } from "../customers/rules";
import { requestRefetch } from "../refetch/request.server";
import { movedTables } from "./hooks.server";
import {
  ensureCustomer,
  findParty,
  insertMerge,
  listOrderDays,
  listStandingMerges,
  redirectMerged,
  saveRegistration,
  saveStanding,
} from "./repository.server";
import { moveRows } from "./repository/rows.server";

/*
 * Of two customers that the store makes one, the other stays as a row that is hidden and says into whom it was merged.
 * Its rows go to the kept customer, each noted, so that an undo finds them. What names it later, in whatever order it
 * comes, goes to the kept customer at once and is noted the same: the batch looks at the row (batch/identity.ts).
 * A customer merged on takes those merged into it along, so that it is one step from anybody to the kept one.
 */

/** What a history is loaded into. */
const LOADED: readonly string[] = ["Order", "Checkout", "DomainEvent"];

export type MergeOutcome = "merged" | "merged-before" | "same-customer";

type Merge = { shopId: string; fromGid: string; toGid: string; mergedAt: Date; now: Date };

/**
 * Gives everything of one customer to another, in one transaction, which must be one of `inTransaction`.
 *
 * Safe to repeat: a customer is merged once, also when that was undone since.
 *
 * @param mergedAt When the store did it.
 */
export async function mergeCustomers(
  tx: Tx,
  { shopId, fromGid, toGid, mergedAt, now }: Merge,
): Promise<MergeOutcome> {
  const fromCustomerId = deriveId(shopId, fromGid);
  const namedId = deriveId(shopId, toGid);
  await ensureCustomer(tx, { shopId, customerId: fromCustomerId, gid: fromGid, now });
  await ensureCustomer(tx, { shopId, customerId: namedId, gid: toGid, now });
  const from = await findParty(tx, { shopId, customerId: fromCustomerId });
  const named = await findParty(tx, { shopId, customerId: namedId });
  const toCustomerId = named?.mergedIntoId ?? namedId;
  const to = await findParty(tx, { shopId, customerId: toCustomerId });
  if (!from || !to || toCustomerId === fromCustomerId) return "same-customer";
  const mergeId = await insertMerge(tx, {
    shopId,
    fromCustomerId,
    toCustomerId: namedId,
    fromDeletedAt: from.deletedAt,
    toRegisteredAt: to.registeredAt,
    mergedAt,
    now,
  });
  if (mergeId === null) return "merged-before";
  const days = await listOrderDays(tx, { shopId, customerIds: [fromCustomerId] });
  const pair = { shopId, fromCustomerId, toCustomerId };
  for (const table of movedTables()) await moveRows(tx, { mergeId, ...pair }, table);
  await redirectMerged(tx, { shopId, fromKeptId: fromCustomerId, toKeptId: toCustomerId });
  await saveStanding(tx, {
    shopId,
    customerId: fromCustomerId,
    mergedIntoId: toCustomerId,
    deletedAt: mergedAt,
  });
  const registeredAt = earlierOf(from.registeredAt, to.registeredAt);
  await saveRegistration(tx, { shopId, customerId: toCustomerId, registeredAt });
  await refreshAggregates(tx, { shopId, customerIds: [fromCustomerId, toCustomerId], days });
  await tellOf(tx, "customer.merged", { ...pair, at: mergedAt, now });
  // Which name, address, tags and consent stay is Shopify's rule.
  await requestRefetch(tx, { shopId, resource: "customers", gids: [to.gid], now });
  return "merged";
}

/**
 * Gives to kept customers what came under a merged name past the batches: a history that was read before the merge.
 * Safe to repeat. The caller counts aggregates anew.
 */
export async function repeatMerges(tx: Tx, { shopId }: { shopId: string }): Promise<void> {
  const tables = movedTables().filter(({ model }) => LOADED.includes(model));
  for (const { id: mergeId, fromCustomerId } of await listStandingMerges(tx, { shopId })) {
    const from = await findParty(tx, { shopId, customerId: fromCustomerId });
    if (!from?.mergedIntoId) continue;
    const pair = { shopId, fromCustomerId, toCustomerId: from.mergedIntoId };
    for (const table of tables) await moveRows(tx, { mergeId, ...pair }, table);
  }
}

type Told = { shopId: string; fromCustomerId: string; toCustomerId: string; at: Date; now: Date };

/** Tells that two customers became one, or that this was taken back. Safe to repeat: it happens once. */
export async function tellOf(
  tx: Tx,
  type: "customer.merged" | "customer.unmerged",
  { shopId, fromCustomerId, toCustomerId, at, now }: Told,
): Promise<void> {
  await publishEvents(
    tx,
    [
      {
        type,
        payload: { customerId: toCustomerId, mergedCustomerId: fromCustomerId },
        sourceKey: `${type}:${fromCustomerId}`,
        customerId: toCustomerId,
        subjectId: fromCustomerId,
        occurredAt: at,
      },
    ],
    { shopId, now },
  );
}
