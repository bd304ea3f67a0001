import {
  acceptPart,
  type AcceptedPart,
  beginImport,
  type BegunImport,
  cancelImport,
  PART_BYTES,
  retryImport,
} from "~/pipeline/projections/csv-import/request.server";
import type { RootDb } from "~/platform/db.server";
import { getEnv } from "~/platform/env.server";

import type { HistoryAction } from "./schema";

/** Takes note of a file that the browser is about to send; refuses one that is too large before any of it comes. */
export function startUpload(
  db: RootDb,
  { shopId, fileName, fileBytes, now }: { shopId: string; fileName: string; fileBytes: number; now: Date },
): Promise<BegunImport> {
  const maxBytes = getEnv().HISTORY_IMPORT_MAX_BYTES;
  return beginImport(db, { shopId, fileName, fileBytes, maxBytes, now });
}

/** Keeps a part of a file. Memory holds one part at most. Safe to repeat by (import, position). */
export async function receivePart(
  db: RootDb,
  {
    body,
    ...part
  }: {
    shopId: string;
    importId: string;
    position: number;
    body: ReadableStream<Uint8Array> | null;
    now: Date;
  },
): Promise<AcceptedPart | { outcome: "too-long" }> {
  const bytes = await readUpTo(body, PART_BYTES);
  return bytes ? acceptPart(db, { ...part, bytes }) : { outcome: "too-long" };
}

/** The bytes of a body; null, and the rest is not read, when there are more than `most`. */
async function readUpTo(body: ReadableStream<Uint8Array> | null, most: number): Promise<Buffer | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) return Buffer.concat(pieces);
    length += piece.value.length;
    if (length > most) {
      await reader?.cancel();
      return null;
    }
    pieces.push(piece.value);
  }
}

/** Stops an import, or goes on with one that failed for no reason of the file's. Safe to repeat. */
export function performHistoryAction(
  db: RootDb,
  { shopId, action, now }: { shopId: string; action: HistoryAction; now: Date },
): Promise<{ outcome: "cancelled" | "retried" | "not-found" }> {
  const { importId } = action;
  switch (action.kind) {
    case "cancel":
      return cancelImport(db, { shopId, importId, now });
    case "retry":
      return retryImport(db, { shopId, importId, now });
  }
}
