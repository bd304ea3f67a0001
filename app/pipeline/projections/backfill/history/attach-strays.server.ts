import { inTransaction, type Tx } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";

import { mapLineNode } from "../../orders/node-mapping";
import { UPSERT_LINES } from "../../orders/repository.server";
import type { OrderLineRow } from "../../orders/schema";
import { PayloadProblem } from "../../outcome";
import { claimLoadedCount, saveError } from "../repository.server";
import { formatSkipped } from "../rules";
import type { HistoryContext, Progress } from "./context";
import { listOrderVersions, rowsInPlaceToJson } from "./repository.server";
import { openStrays, type Stray, type Strays } from "./strays.server";

const STRAYS_PER_BATCH = 5_000;

/**
 * Gives lines that stood away from their orders to them, now that all of the file is read: to orders that still are of the
 * version the file had. What a webhook has brought since has its own lines.
 *
 * Safe to repeat: a line is stored by its id.
 *
 * @returns false when the round is not ours to load any more.
 */
export async function attachStrays(context: HistoryContext, progress: Progress): Promise<boolean> {
  const strays = openStrays(context.straysPath);
  try {
    matchParents(context, strays);
    let after = -1;
    for (;;) {
      const { strays: batch, endOffset } = strays.read(after, STRAYS_PER_BATCH);
      if (batch.length === 0) return true;
      if (!(await storeLines(context, progress, batch))) return false;
      after = endOffset;
    }
  } finally {
    strays.close();
  }
}

function matchParents({ row }: HistoryContext, strays: Strays): void {
  const orphanCount = strays.matchParents();
  const { shopId, resource } = row;
  if (orphanCount > 0) logger.warn({ shopId, resource, orphanCount }, "children without a parent");
}

async function storeLines(context: HistoryContext, progress: Progress, strays: Stray[]): Promise<boolean> {
  const { db, row, shop } = context;
  const { shopId } = row;
  const { loadedCount } = progress;
  return inTransaction(
    db,
    async (tx) => {
      if (!(await claimLoadedCount(tx, row, { fromCount: loadedCount, toCount: loadedCount }))) return false;
      const idOf = (number: string) => `${shopId}_${number}`;
      const ids = strays.map(({ parentNumber }) => idOf(parentNumber));
      const versions = await listOrderVersions(tx, { shopId, ids });
      const current = strays.filter(
        ({ parentNumber, version }) =>
          versions.get(idOf(parentNumber))?.getTime() === new Date(version).getTime(),
      );
      const rows = current.flatMap(({ parentNumber, json }) => {
        const orderId = idOf(parentNumber);
        const line = understood(context, progress, json);
        return line ? [{ ...line, shopId: shop.id, orderId }] : [];
      });
      if (rows.length > 0) await tx.$executeRawUnsafe(UPSERT_LINES, rowsInPlaceToJson("OrderLine", rows));
      await noteSkipped(tx, context, progress);
      return true;
    },
    { shopId },
  );
}

/** The row of a line; null, and counted, when it cannot be understood. */
function understood({ shop, now }: HistoryContext, progress: Progress, json: string): OrderLineRow | null {
  try {
    const body: unknown = JSON.parse(json);
    const idOf = (legacyId: string) => `${shop.id}_${legacyId}`;
    return mapLineNode({ body, shop, triggeredAt: now, idOf });
  } catch (error) {
    if (!(error instanceof PayloadProblem)) throw error;
    const { path, message } = error.problem;
    progress.skipped = { count: progress.skipped.count + 1, example: `${path}: ${message}` };
    return null;
  }
}

async function noteSkipped(tx: Tx, { row }: HistoryContext, { skipped }: Progress): Promise<void> {
  if (skipped.count > 0) await saveError(tx, row, formatSkipped(skipped));
}
