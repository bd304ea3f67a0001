import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { BulkFileError } from "~/integrations/shopify/bulk/schema";
import { readBulkPieces } from "~/integrations/shopify/bulk/file.server";
import { LineCutter } from "~/integrations/shopify/bulk/lines";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { legacyIdOf } from "~/platform/ids.server";
import { logger } from "~/platform/logger.server";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { assembleNode } from "./assemble";
import type { BackfillPorts, LoadOutcome } from "./ports.server";
import { type BackfillRecord, claimLoadedCount, saveError, saveLoadedBytes } from "./repository.server";
import { formatSkipped, parseSkipped } from "./rules";
import { openStaging, type Staging } from "./staging.server";

/** Parents of one transaction. */
export const PARENTS_PER_BATCH = 500;
const SAVE_BYTES_EVERY = 2_000_000;

type LoadContext = {
  db: RootDb;
  shop: ShopRecord;
  row: BackfillRecord;
  ports: Pick<BackfillPorts, "projectNodes" | "loadHistory"> &
    Required<Pick<BackfillPorts, "stagingDirectory">>;
  now: Date;
};

/**
 * Brings a bulk file into our tables: first the whole file to disk, then parents with their children, batch by batch.
 *
 * Goes on where an earlier run was stopped: at the byte the staging has reached, then after the last parent that was
 * committed. Memory holds one piece of the file or one batch, however large the file is.
 *
 * @throws BulkFileError when the file breaks off; what was staged stays.
 */
export async function loadFile(context: LoadContext): Promise<LoadOutcome> {
  const { db, shop, row, ports, now } = context;
  const path = stagingPath(ports.stagingDirectory, row);
  const loading = ports.loadHistory?.(db, { shop, row, path, now });
  if (loading) return loading;
  const staging = openStaging(path);
  let isOver = false;
  try {
    if (!(await download(context, staging))) return { kind: "address-dead" };
    const { parentCount, orphanCount } = staging.seal();
    if (orphanCount > 0)
      logger.warn({ shopId: row.shopId, resource: row.resource, orphanCount }, "children without a parent");
    isOver = await loadParents(context, staging);
    return isOver ? { kind: "loaded", parentCount } : { kind: "overtaken" };
  } finally {
    if (isOver) staging.remove();
    else staging.close();
  }
}

/** Where a bulk file is staged; what an earlier round of the same resource left is deleted. */
function stagingPath(directory: string, { id, bulkGid }: BackfillRecord): string {
  const name = `${id}-${legacyIdOf(bulkGid ?? "0")}.db`;
  mkdirSync(directory, { recursive: true });
  for (const other of readdirSync(directory)) {
    if (other.startsWith(`${id}-`) && !other.startsWith(name))
      rmSync(join(directory, other), { force: true });
  }
  return join(directory, name);
}

/** @returns false when the address of the file is dead. */
async function download({ db, row }: LoadContext, staging: Staging): Promise<boolean> {
  let savedBytes = 0;
  try {
    const cutter = new LineCutter(staging.offset());
    for await (const piece of readBulkPieces(row.url ?? "", staging.offset())) {
      const lines = [...cutter.take(piece)];
      const endOffset = lines.at(-1)?.endOffset;
      if (endOffset === undefined) continue;
      staging.append(
        lines.map(({ text }) => text),
        endOffset,
      );
      if (endOffset - savedBytes < SAVE_BYTES_EVERY) continue;
      savedBytes = endOffset;
      await saveLoadedBytes(db, row, endOffset);
    }
    const last = cutter.end();
    if (last) staging.append([last.text], last.endOffset);
  } catch (error) {
    if (error instanceof BulkFileError && error.isAddressDead) return false;
    throw error;
  }
  await saveLoadedBytes(db, row, staging.offset());
  return true;
}

/** @returns false when the round is not ours to load any more. */
async function loadParents({ db, shop, row, ports, now }: LoadContext, staging: Staging): Promise<boolean> {
  const { resource } = row;
  let fromCount = row.loadedCount;
  let skipped = parseSkipped(row.error);
  for (;;) {
    const batch = staging.readParents(fromCount, PARENTS_PER_BATCH);
    if (batch.length === 0) return true;
    const nodes = batch.map(({ parent, children }) => assembleNode(resource, parent, children));
    const progress = { fromCount, toCount: fromCount + batch.length };
    const attempt = await inTransaction(
      db,
      async (tx) => {
        if ((await findShop(tx, { shopId: row.shopId }))?.uninstalledAt)
          throw new Error("the shop has uninstalled the app");
        if (!(await claimLoadedCount(tx, row, progress))) return null;
        const { problems } = await ports.projectNodes(tx, { shop, resource, nodes, now });
        const [first] = problems;
        if (!first) return skipped;
        const { path, message } = first.problem;
        logger.warn(
          { shopId: row.shopId, resource, count: problems.length, path, message },
          "records skipped",
        );
        const total = { count: skipped.count + problems.length, example: `${path}: ${message}` };
        await saveError(tx, row, formatSkipped(total));
        return total;
      },
      { shopId: row.shopId },
    );
    if (!attempt) return false;
    skipped = attempt;
    fromCount = progress.toCount;
  }
}
