import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { loadImport } from "./jobs.server";
import {
  claimTransition,
  countChunks,
  deleteChunks,
  findImport,
  type ImportKey,
  type ImportRecord,
  insertImport,
  upsertChunk,
} from "./repository/imports.server";
import { isWorthRetrying } from "./schema";

/** Bytes of every part of a file but the last: what a request and the memory for it hold. */
export const PART_BYTES = 1_048_576;

export type BegunImport =
  | { outcome: "begun"; importId: string; partBytes: number }
  | { outcome: "empty-file" }
  | { outcome: "too-large"; fileBytes: number; maxBytes: number };

/** Takes note of a file whose parts are about to come. */
export async function beginImport(
  db: RootDb,
  {
    shopId,
    fileName,
    fileBytes,
    maxBytes,
    now,
  }: { shopId: string; fileName: string; fileBytes: number; maxBytes: number; now: Date },
): Promise<BegunImport> {
  if (fileBytes === 0) return { outcome: "empty-file" };
  if (fileBytes > maxBytes) return { outcome: "too-large", fileBytes, maxBytes };
  const importId = newId();
  await insertImport(db, {
    id: importId,
    shopId,
    fileName: fileName.slice(0, 200),
    fileBytes,
    partBytes: PART_BYTES,
    now,
  });
  return { outcome: "begun", importId, partBytes: PART_BYTES };
}

export type AcceptedPart =
  /** `isComplete`: it was the last one, the file is being loaded. */
  | { outcome: "stored"; isComplete: boolean }
  | { outcome: "not-found" }
  /** The upload is over or was cancelled. */
  | { outcome: "closed" }
  | { outcome: "wrong-size"; expected: number };

/**
 * Keeps a part of a file; the last one that was missing sets the load going.
 *
 * Safe to repeat by (import, position), and in any order.
 */
export function acceptPart(
  db: RootDb,
  { shopId, importId, position, bytes, now }: ImportKey & { position: number; bytes: Uint8Array; now: Date },
): Promise<AcceptedPart> {
  const key = { shopId, importId };
  return inTransaction(
    db,
    async (tx): Promise<AcceptedPart> => {
      const row = await findImport(tx, key);
      if (!row) return { outcome: "not-found" };
      if (row.state !== "uploading") return { outcome: "closed" };
      const expected = sizeOfPart(row, position);
      if (expected === 0 || bytes.length !== expected) return { outcome: "wrong-size", expected };
      await upsertChunk(tx, { ...key, position, bytes });
      const partCount = Math.ceil(row.fileBytes / row.partBytes);
      const storedCount = await countChunks(tx, key);
      const receivedBytes = Math.min(row.fileBytes, storedCount * row.partBytes);
      const isComplete = storedCount === partCount;
      const to = isComplete ? "waiting" : "uploading";
      await claimTransition(tx, key, { from: ["uploading"], to, change: { receivedBytes }, now });
      if (isComplete) await enqueueLoad(tx, key, now);
      return { outcome: "stored", isComplete };
    },
    { shopId },
  );
}

/** Bytes a part must have; 0 for a position the file does not have. */
function sizeOfPart({ fileBytes, partBytes }: ImportRecord, position: number): number {
  return Math.max(0, Math.min(partBytes, fileBytes - position * partBytes));
}

/** Stops an import; what it took over stays. Safe to repeat. */
export function cancelImport(
  db: RootDb,
  { shopId, importId, now }: ImportKey & { now: Date },
): Promise<{ outcome: "cancelled" | "not-found" }> {
  const key = { shopId, importId };
  return inTransaction(
    db,
    async (tx) => {
      const change = { finishedAt: now };
      const from = ["uploading", "waiting", "loading"] as const;
      const isOurs = await claimTransition(tx, key, { from: [...from], to: "cancelled", change, now });
      if (isOurs) await deleteChunks(tx, key);
      return { outcome: isOurs ? "cancelled" : "not-found" } as const;
    },
    { shopId },
  );
}

/** Goes on with an import that failed for no reason of the file's. Safe to repeat. */
export function retryImport(
  db: RootDb,
  { shopId, importId, now }: ImportKey & { now: Date },
): Promise<{ outcome: "retried" | "not-found" }> {
  const key = { shopId, importId };
  return inTransaction(
    db,
    async (tx) => {
      const row = await findImport(tx, key);
      const isOpen = row?.state === "failed" && row.error !== null && isWorthRetrying(row.error.code);
      if (!isOpen || (await countChunks(tx, key)) === 0) return { outcome: "not-found" } as const;
      const change = { error: null, finishedAt: null };
      await claimTransition(tx, key, { from: ["failed"], to: "waiting", change, now });
      await enqueueLoad(tx, key, now);
      return { outcome: "retried" } as const;
    },
    { shopId },
  );
}

function enqueueLoad(tx: Tx, key: ImportKey, now: Date): Promise<void> {
  const { shopId, importId } = key;
  return enqueueJob(tx, loadImport, {
    payload: { shopId, importId },
    shopId,
    now,
    dedupeKey: `${importId}:${now.toISOString()}`,
  });
}
