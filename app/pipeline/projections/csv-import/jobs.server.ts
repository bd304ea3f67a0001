import { z } from "zod";

import { assertNever } from "~/kit/decision";
import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { publishEvents } from "~/pipeline/events/publish.server";
import { defineOutsideJob, type OutsideJob, type Schedule } from "~/pipeline/jobs/definition";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { findShop } from "~/shops/repository.server";

import { extendHistory } from "../known-history/extend.server";
import { loadFile } from "./load-file.server";
import {
  claimTransition,
  deleteChunks,
  deleteProblems,
  findImport,
  type ImportRecord,
  listStaleImportsOfAllShops,
} from "./repository/imports.server";
import { type ImportError, isWorthRetrying } from "./schema";

const PayloadSchema = z.object({ shopId: z.string(), importId: z.string() });
type Payload = z.infer<typeof PayloadSchema>;

const MAX_ATTEMPTS = 8;

/** Loads an uploaded file. */
export const loadImport: OutsideJob<Payload> = defineOutsideJob({
  name: "history-import.load-file",
  schema: PayloadSchema,
  maxAttempts: MAX_ATTEMPTS,
  priority: 150,
  async run(key, { db, now, attempt }) {
    const shop = await findShop(db, key);
    if (!shop) return; // Erased.
    if (!(await claimTransition(db, key, { from: ["waiting", "loading"], to: "loading", now }))) return;
    const row = await findImport(db, key);
    if (!row) return;
    if (shop.uninstalledAt) return settleFailure(db, row, { error: errorOf("shop-gone"), now });
    try {
      const outcome = await loadFile({ db, shop, row, now });
      switch (outcome.kind) {
        case "loaded":
          return await settleSuccess(db, row, now);
        case "refused":
          return await settleFailure(db, row, { error: outcome.error, now });
        case "overtaken":
          return;
        default:
          assertNever(outcome);
      }
    } catch (error) {
      if (attempt < MAX_ATTEMPTS) throw error;
      await settleFailure(db, row, { error: errorOf("load-failed", String(error)), now });
    }
  },
});

function errorOf(code: ImportError["code"], value: string | null = null): ImportError {
  return { code, line: null, value, expected: null };
}

/** The file is in: its copy goes, and what it covers counts. */
function settleSuccess(db: RootDb, row: ImportRecord, now: Date): Promise<void> {
  const { shopId, id: importId } = row;
  return inTransaction(
    db,
    async (tx) => {
      const change = { finishedAt: now, error: null };
      if (!(await claimTransition(tx, { shopId, importId }, { from: ["loading"], to: "done", change, now })))
        return;
      await deleteChunks(tx, { shopId, importId });
      await extendHistory(tx, { shopId });
      await publishEvents(
        tx,
        [
          {
            type: "history.imported",
            payload: { importId, kind: row.header?.kind ?? "orders" },
            sourceKey: `history.imported:${importId}`,
            customerId: null,
            subjectId: importId,
            occurredAt: now,
          },
        ],
        { shopId, now },
      );
    },
    { shopId },
  );
}

/** A file that would fail again is not kept. */
function settleFailure(
  db: RootDb,
  { shopId, id: importId }: ImportRecord,
  { error, now }: { error: ImportError; now: Date },
): Promise<void> {
  return inTransaction(
    db,
    async (tx) => {
      const change = { finishedAt: now, error };
      if (
        !(await claimTransition(tx, { shopId, importId }, { from: ["loading"], to: "failed", change, now }))
      )
        return;
      if (!isWorthRetrying(error.code)) await deleteChunks(tx, { shopId, importId });
    },
    { shopId },
  );
}

const UNFINISHED_MS = DAY_MS;
const STUCK_MS = DAY_MS;
const FAILED_MS = 7 * DAY_MS;
const REPORT_MS = 90 * DAY_MS;

/**
 * Files hold personal data: uploads nobody goes on with, and reports nobody needs any more, are deleted. A load whose job
 * was given up in the middle says so, and may be tried again.
 */
export const sweepImports: Schedule = {
  name: "history-import.sweep-files",
  everyMs: HOUR_MS,
  async run(tx, now) {
    const before = (ms: number) => new Date(now.getTime() - ms);
    for (const { shopId, importId } of await listStaleImportsOfAllShops(tx, {
      states: ["uploading"],
      before: before(UNFINISHED_MS),
    })) {
      await claimTransition(tx, { shopId, importId }, { from: ["uploading"], to: "cancelled", now });
      await deleteChunks(tx, { shopId, importId });
    }
    for (const key of await listStaleImportsOfAllShops(tx, {
      states: ["waiting", "loading"],
      before: before(STUCK_MS),
    })) {
      const change = { finishedAt: now, error: errorOf("load-failed", "the worker stopped") };
      await claimTransition(tx, key, { from: ["waiting", "loading"], to: "failed", change, now });
    }
    for (const { shopId, importId } of await listStaleImportsOfAllShops(tx, {
      states: ["failed"],
      before: before(FAILED_MS),
    }))
      await deleteChunks(tx, { shopId, importId });
    for (const { shopId, importId } of await listStaleImportsOfAllShops(tx, {
      states: ["done", "failed", "cancelled"],
      before: before(REPORT_MS),
    }))
      await deleteProblems(tx, { shopId, importId });
  },
};
