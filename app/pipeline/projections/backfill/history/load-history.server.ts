import { BulkFileError } from "~/integrations/shopify/bulk/schema";
import { readBulkPieces } from "~/integrations/shopify/bulk/file.server";
import { dialectOf, inTransaction, type Tx, whileLoading, withNewRows } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { UniqueViolation } from "~/platform/sql/driver";
import { hasErased } from "~/shops/erased/repository.server";
import { findShop } from "~/shops/repository.server";

import { applyChanges } from "../../batch/apply.server";
import type { LoadOutcome } from "../ports.server";
import { type BackfillRecord, claimLoadedCount, saveError } from "../repository.server";
import { formatSkipped, parseSkipped, type Skipped } from "../rules";
import type { Batch } from "./batch";
import type { HistoryContext, Progress } from "./context";
import { withLateIndexes } from "./late-indexes.server";
import { Reader } from "./reader.server";
import { listKnownCustomerIds } from "./repository.server";
import { attachStrays } from "./attach-strays.server";
import { hasStrays, removeStrays } from "./strays.server";

/** Parents of one transaction: some ten milliseconds of the write lock. */
export const PARENTS_PER_BATCH = 2_000;

/**
 * Brings a bulk file of customers or orders into our tables while it comes in: a thread of its own reads it and makes the
 * rows, this one stores them, a few thousand parents in a transaction that also moves how far the load is.
 *
 * Of records that are not stored yet, rows are inserted as they are, and nothing is told of them: the history is read
 * from the rows. When one of a batch is stored already, because a webhook came first or the file was read before, the
 * batch is applied as webhooks are, so that what is newer stays. Safe to repeat.
 *
 * Goes on where an earlier run was stopped, in the middle of the file; from its beginning when the earlier run was on
 * another machine.
 *
 * @throws BulkFileError when the file breaks off; what was stored stays.
 */
export async function loadHistory(context: HistoryContext): Promise<LoadOutcome> {
  const { db, row, straysPath } = context;
  const progress = await resumeAt(context);
  if (!progress) return { kind: "overtaken" };
  const isOrders = row.resource === "orders";
  const load = async () =>
    (await readFile(context, progress)) && (!isOrders || (await attachStrays(context, progress)));
  try {
    const expectedCount = isOrders ? row.objectCount : 0;
    const isLoaded = await whileLoading(db, () => withLateIndexes(db, { expectedCount }, load));
    if (!isLoaded) return { kind: "overtaken" };
  } catch (error) {
    if (error instanceof BulkFileError && error.isAddressDead) return { kind: "address-dead" };
    throw error;
  }
  removeStrays(straysPath);
  return { kind: "loaded", parentCount: progress.loadedCount };
}

/** @returns null when the round is not ours to load any more. */
async function resumeAt({ db, row, straysPath }: HistoryContext): Promise<Progress | null> {
  const { loadedCount, loadedBytes } = row;
  const skipped = parseSkipped(row.error);
  if (loadedCount === 0 || hasStrays(straysPath)) return { loadedCount, loadedBytes, skipped };
  const toStart = { fromCount: loadedCount, toCount: 0, loadedBytes: 0 };
  return (await claimLoadedCount(db, row, toStart)) ? { loadedCount: 0, loadedBytes: 0, skipped } : null;
}

/** @returns false when the round is not ours to load any more. */
async function readFile(context: HistoryContext, progress: Progress): Promise<boolean> {
  const { db, shop, row, now, straysPath, parentsPerBatch = PARENTS_PER_BATCH } = context;
  const fromOffset = progress.loadedBytes;
  const { id, domain, currencyCode, ianaTimezone } = shop;
  const reader = new Reader({
    resource: row.resource,
    shop: { id, domain, currencyCode, ianaTimezone },
    now,
    fromOffset,
    straysPath,
    parentsPerBatch,
    dialect: dialectOf(db),
  });
  try {
    const pieces = readBulkPieces(row.url ?? "", fromOffset, reader.pool);
    for await (const batch of reader.batchesOf(pieces)) {
      if (!(await storeBatch(context, { batch, progress, reader }))) return false;
    }
    return true;
  } finally {
    await reader.close();
  }
}

type Storing = { batch: Batch; progress: Progress; reader: Reader };

/** First as if nothing of it were stored; when something is, as webhooks are applied. */
async function storeBatch(context: HistoryContext, { batch, progress, reader }: Storing): Promise<boolean> {
  const outcome = await insertBatch(context, { batch, progress });
  if (outcome !== "refused") return outcome === "stored";
  const changes = await reader.changesOf(batch);
  const { shop, now } = context;
  const applied = await commit(context, { batch, progress }, async (tx) => {
    await applyChanges(tx, { shop, changes, now, silent: true, defersAggregates: true });
    return true;
  });
  return applied === "stored";
}

type Outcome = "stored" | "refused" | "overtaken";

async function insertBatch(context: HistoryContext, storing: Omit<Storing, "reader">): Promise<Outcome> {
  const { batch } = storing;
  const { rows } = batch;
  if (!rows) return "refused";
  const { db, shop } = context;
  return withNewRows(db, rows, (insert) =>
    commit(context, storing, async (tx) => {
      // Whether one of the records tells of somebody who was erased is looked at there, too.
      if (await hasErased(tx, { shopId: shop.id })) return false;
      await applyMentions(tx, context, batch);
      await insert(tx, { shopId: shop.id });
      return true;
    }),
  );
}

/** Thrown to undo what a transaction has done so far. */
class Refused extends Error {}

/**
 * Runs a transaction that moves the progress over a batch.
 *
 * @param store Returns false to have all of it undone.
 */
async function commit(
  { db, row }: HistoryContext,
  { batch, progress }: { batch: Batch; progress: Progress },
  store: (tx: Tx) => Promise<boolean>,
): Promise<Outcome> {
  const { shopId } = row;
  const next = { loadedCount: progress.loadedCount + batch.parentCount, loadedBytes: batch.endOffset };
  const claim = { fromCount: progress.loadedCount, toCount: next.loadedCount, loadedBytes: next.loadedBytes };
  try {
    const skipped = await inTransaction(
      db,
      async (tx) => {
        if ((await findShop(tx, { shopId }))?.uninstalledAt)
          throw new Error("the shop has uninstalled the app");
        if (!(await claimLoadedCount(tx, row, claim))) return null;
        if (!(await store(tx))) throw new Refused();
        return noteSkipped(tx, row, { batch, before: progress.skipped });
      },
      // What a crash of the machine undoes is read again: how far the load is goes with it.
      { shopId, mayBeLost: true },
    );
    if (!skipped) return "overtaken";
    Object.assign(progress, next, { skipped });
    return "stored";
  } catch (error) {
    if (error instanceof Refused || error instanceof UniqueViolation) return "refused";
    throw error;
  }
}

async function noteSkipped(
  tx: Tx,
  row: BackfillRecord,
  { batch: { skipped }, before }: { batch: Batch; before: Skipped },
): Promise<Skipped> {
  if (skipped.count === 0) return before;
  const { shopId, resource } = row;
  logger.warn({ shopId, resource, count: skipped.count, reason: skipped.example }, "records skipped");
  const total = { count: before.count + skipped.count, example: skipped.example };
  await saveError(tx, row, formatSkipped(total));
  return total;
}

/** Customers whom only orders name: those of whom more is known are left alone anyway. */
async function applyMentions(tx: Tx, { shop, now }: HistoryContext, { mentions }: Batch): Promise<void> {
  if (mentions.length === 0) return;
  const known = await listKnownCustomerIds(tx, { shopId: shop.id, ids: mentions.map(({ id }) => id) });
  const changes = mentions.filter(({ id }) => !known.has(id));
  await applyChanges(tx, { shop, changes, now, silent: true, defersAggregates: true });
}
