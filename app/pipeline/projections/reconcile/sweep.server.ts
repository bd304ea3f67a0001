import { DAY_MS } from "~/kit/duration";
import { inTransaction, type Tx } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";

import { projectDeletions } from "../nodes.server";
import {
  countHere,
  countQuery,
  type HeldRecord,
  listDeletedBuyers,
  listRecordsToFind,
} from "./counts/repository.server";
import { examineNodes } from "./examine.server";
import { findLostMerges, healLostMerges } from "./lost-merges.server";
import type { ReadNode, ReadVersion } from "./ports.server";
import { addToResult, appendDrifts, getPosition, savePosition, saveResult } from "./repository.server";
import { formatReconcileError, mayDelete, surelyVisibleSince, sweepQuota } from "./rules";
import { advance, enterNext, type Slice, unwrap } from "./slice.server";

/** As many as Shopify takes in one question. */
const IDS_AT_ONCE = 250;
const RECORDS_AT_ONCE = 50;
/** So long it is asked, once a night, into whom somebody was merged. */
const DELETED_LATELY_MS = 14 * DAY_MS;

type Held = HeldRecord;
type SweptResource = "customers" | "orders" | "products";

/**
 * Looks for records that we hold: those that Shopify no longer has are deleted, those it has newer are read again.
 * A run looks for a seventh of them, going on where the last run stopped.
 */
export async function runSweep(slice: Slice): Promise<void> {
  const { db, run, shop, now } = slice;
  const { resource } = run.step;
  if (resource === "checkouts") return enterNext(slice, { state: "running" });
  const placedSince = resource === "orders" ? surelyVisibleSince(shop.scopes, now) : null;
  const sweepLeft = run.sweepLeft ?? (await quotaOf(slice));
  const position = await getPosition(db, { shopId: shop.id, resource });
  const sweepAfter = run.isFull && run.sweepLeft === null ? null : position.sweepAfter;
  const limit = Math.min(IDS_AT_ONCE, sweepLeft);
  const held =
    limit > 0
      ? await listRecordsToFind(db, { shopId: shop.id, resource, after: sweepAfter, placedSince, limit })
      : [];
  if (held.length === 0) {
    await enterNext(slice, { state: "running" }, async (tx) => {
      if (limit > 0)
        await savePosition(tx, { shopId: shop.id, resource }, { sweepAfter: null, sweptAt: now });
    });
    return;
  }
  await sweepPage(slice, { resource, held, sweepLeft: sweepLeft - held.length });
}

async function quotaOf({ db, run, shop, now }: Slice): Promise<number> {
  const total = await countHere(db, run.step.resource, { shopId: shop.id, scopes: shop.scopes, at: now });
  return sweepQuota(total, run.isFull);
}

async function sweepPage(
  slice: Slice,
  { resource, held, sweepLeft }: { resource: SweptResource; held: readonly Held[]; sweepLeft: number },
): Promise<void> {
  const { db, run, shop, now, reader } = slice;
  const versions = unwrap(
    await reader.readVersions(
      resource,
      held.map(({ gid }) => gid),
    ),
    now,
  );
  const missing = held.filter((_record, index) => versions[index] === null);
  const buyers = resource === "customers" && run.sweepLeft === null ? await listDeleted(slice) : [];
  const merges = resource === "customers" ? await findLostMerges(slice, [...missing, ...buyers]) : [];
  const merged = new Set(merges.map(({ from }) => from.id));
  const gone = missing.filter(({ id }) => !merged.has(id));
  const stale = held.filter((record, index) => isNewerThere(record, versions[index] ?? null));
  const nodes = await readStale(slice, stale);
  const areGone = await confirmGone(slice, { gone, askedCount: held.length });
  await inTransaction(
    db,
    async (tx) => {
      if (!(await advance(tx, slice, { sweepLeft }))) return;
      const sweepAfter = held.at(-1)?.id ?? null;
      await savePosition(tx, { shopId: shop.id, resource }, { sweepAfter });
      await examineNodes(tx, run, { shop, resource, nodes, readAt: now });
      const healed = await healLostMerges(tx, { shopId: shop.id, merges, now });
      await noteHealed(tx, slice, { resource, kind: "merged", ids: healed });
      await addToResult(tx, { ...run, resource }, { sweptCount: held.length, checkedCount: -nodes.length });
      if (!areGone) {
        const detail = `${gone.length} of ${held.length}`;
        await saveResult(tx, { ...run, resource }, { error: formatReconcileError("doubtful", detail) });
        return;
      }
      const gids = gone.map(({ gid }) => gid);
      await projectDeletions(tx, { shop, resource, gids, now });
      await noteHealed(tx, slice, { resource, kind: "deleted", ids: gone.map(({ id }) => id) });
    },
    { shopId: shop.id },
  );
}

/** The news of a merge may be lost, and that of the customer's end not: then they look deleted, with their orders. */
function listDeleted({ db, shop, now }: Slice): Promise<Held[]> {
  return listDeletedBuyers(db, { shopId: shop.id, since: new Date(now.getTime() - DELETED_LATELY_MS) });
}

async function noteHealed(
  tx: Tx,
  { run, now }: Slice,
  { resource, kind, ids }: { resource: SweptResource; kind: "deleted" | "merged"; ids: readonly string[] },
): Promise<void> {
  const drifts = ids.map((recordId) => ({ recordId, kind, fields: [] }));
  const counts = await appendDrifts(tx, { ...run, resource }, { drifts, healedIds: new Set(ids), now });
  await addToResult(tx, { ...run, resource }, counts);
}

function isNewerThere({ versionAt, figures }: Held, version: ReadVersion): boolean {
  if (version === null) return false;
  if (version.figures !== null && version.figures !== figures) return true;
  return (
    versionAt === null ||
    Math.floor(versionAt.getTime() / 1_000) < Math.floor(version.updatedAt.getTime() / 1_000)
  );
}

async function readStale({ reader, run, now }: Slice, stale: readonly Held[]): Promise<ReadNode[]> {
  const nodes: ReadNode[] = [];
  for (let from = 0; from < stale.length; from += RECORDS_AT_ONCE) {
    const gids = stale.slice(from, from + RECORDS_AT_ONCE).map(({ gid }) => gid);
    nodes.push(...unwrap(await reader.readRecords(run.step.resource, gids), now));
  }
  return nodes;
}

/** Many records that are not found are believed only when Shopify also counts so few. */
async function confirmGone(
  slice: Slice,
  { gone, askedCount }: { gone: readonly Held[]; askedCount: number },
): Promise<boolean> {
  const { db, run, shop, reader, now } = slice;
  const asked = { goneCount: gone.length, askedCount };
  if (mayDelete(asked, null)) return true;
  const { resource } = run.step;
  const scope = { shopId: shop.id, scopes: shop.scopes, at: now };
  const remoteCount = unwrap(await reader.count(resource, countQuery(resource, scope)), now);
  const localCount = await countHere(db, resource, scope);
  const isConfirmed = remoteCount !== null && mayDelete(asked, { localCount, remoteCount });
  if (!isConfirmed)
    logger.warn({ shopId: shop.id, resource, ...asked, localCount, remoteCount }, "deletions doubted");
  return isConfirmed;
}
