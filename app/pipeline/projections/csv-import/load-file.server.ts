import { inTransaction, type RootDb } from "~/platform/db.server";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { type Batch, batchRecords, type Ending } from "./batches";
import { type Header, recogniseHeader } from "./columns";
import { loadCustomers } from "./load-customers.server";
import { type Loaded, loadOrders, widen } from "./load-orders.server";
import { type CsvRecord, FileProblem, readRecords } from "./records.server";
import {
  claimStretch,
  claimTransition,
  findChunk,
  type ImportRecord,
  insertProblems,
} from "./repository/imports.server";
import type { ImportError } from "./schema";

/** Orders or customers of one transaction. */
export const BATCH_SIZE = 250;
const NEWLINE = 0x0a;

export type LoadOutcome =
  | { kind: "loaded" }
  /** The file is not usable, or only up to a line; what was whole before it is in our tables. */
  | { kind: "refused"; error: ImportError }
  /** Cancelled, or another worker loads it: nothing more to do here. */
  | { kind: "overtaken" };

type Context = { db: RootDb; shop: ShopRecord; row: ImportRecord; now: Date };

/**
 * Brings an uploaded file into our tables, batch by batch, each in one transaction with how far it got. Goes on where an
 * earlier run was stopped. Memory holds one part of the file and one batch, however large the file is.
 */
export async function loadFile(context: Context): Promise<LoadOutcome> {
  const { row } = context;
  try {
    const header = row.header ?? (await readHeader(context));
    if ("code" in header) return { kind: "refused", error: header };
    return (await loadRows(context, header)) ? { kind: "loaded" } : { kind: "overtaken" };
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    return {
      kind: "refused",
      error: { code: error.code, line: error.line, value: error.value, expected: null },
    };
  }
}

/** Reads the first row, and notes where the second begins. */
async function readHeader({ db, row, now }: Context): Promise<Header | ImportError> {
  const start = await findChunk(db, { shopId: row.shopId, importId: row.id, position: 0 });
  if (!start || start.length === 0) throw new FileProblem("empty-file", 1);
  if (isBinary(start)) throw new FileProblem("not-csv", 1);
  for await (const record of readRecords(chunksFrom(db, row, 0), { bytes: 0, lines: 0 })) {
    const reading = recogniseHeader(record.cells);
    if (reading.kind === "refused")
      return { code: reading.code, line: record.line, value: reading.value, expected: reading.expected };
    row.loadedBytes = record.end.bytes;
    row.loadedLines = record.end.lines;
    const { loadedBytes, loadedLines } = row;
    const change = { header: reading.header, loadedBytes, loadedLines };
    await claimTransition(db, keyOf(row), { from: ["loading"], to: "loading", change, now });
    return reading.header;
  }
  throw new FileProblem("empty-file", 1);
}

/** A workbook, an archive, or a text in two-byte characters. */
function isBinary(start: Buffer): boolean {
  return start.subarray(0, 1_000).includes(0) || start.subarray(0, 2).toString("latin1") === "PK";
}

/** @returns false when the import is not ours to load any more. */
async function loadRows(context: Context, header: Header): Promise<boolean> {
  const { db, row } = context;
  const from = { bytes: row.loadedBytes, lines: row.loadedLines };
  const ending: Ending = { brokenLine: null };
  const records: AsyncIterable<CsvRecord> = readRecords(chunksFrom(db, row, from.bytes), from);
  for await (const batch of batchRecords(records, { header, size: BATCH_SIZE, ending })) {
    if (!(await loadBatch(context, { header, batch }))) return false;
  }
  if (ending.brokenLine !== null && !(await endsWithNewline(db, row)))
    throw new FileProblem("file-cut", ending.brokenLine);
  return true;
}

async function loadBatch(
  { db, shop, row, now }: Context,
  { header, batch }: { header: Header; batch: Batch },
): Promise<boolean> {
  const { shopId } = row;
  const next = await inTransaction(
    db,
    async (tx) => {
      if ((await findShop(tx, { shopId }))?.uninstalledAt)
        throw new Error("the shop has uninstalled the app");
      const load = header.kind === "orders" ? loadOrders : loadCustomers;
      const loaded = await load(tx, batch.groups, { shop, header, now, readAt: row.createdAt });
      const problems = [...batch.problems, ...loaded.problems].sort((a, b) => a.line - b.line);
      const counts = countsAfter(row, { batch, loaded, problemCount: problems.length });
      const range = widen(row, loaded.range);
      const stretch = { fromBytes: row.loadedBytes, end: batch.end, counts, range, now };
      if (!(await claimStretch(tx, keyOf(row), stretch))) throw new Overtaken();
      await insertProblems(tx, keyOf(row), { problems, after: row.skippedCount });
      return { ...counts, ...range, loadedBytes: batch.end.bytes, loadedLines: batch.end.lines };
    },
    { shopId },
  ).catch((error: unknown) => {
    if (error instanceof Overtaken) return null;
    throw error;
  });
  if (!next) return false;
  Object.assign(row, next);
  return true;
}

/** Rolls back what was loaded of a stretch that is not ours. */
class Overtaken extends Error {}

function countsAfter(
  row: ImportRecord,
  { batch, loaded, problemCount }: { batch: Batch; loaded: Loaded; problemCount: number },
) {
  return {
    rowCount: row.rowCount + batch.rowCount,
    takenCount: row.takenCount + loaded.takenCount,
    knownCount: row.knownCount + loaded.knownCount,
    skippedCount: row.skippedCount + problemCount,
    anonymousCount: row.anonymousCount + loaded.anonymousCount,
  };
}

/** The bytes of a file from an offset on, a part at a time. */
async function* chunksFrom(db: RootDb, row: ImportRecord, offset: number): AsyncGenerator<Buffer, void> {
  let skip = offset % row.partBytes;
  for (let position = Math.floor(offset / row.partBytes); ; position += 1) {
    const chunk = await findChunk(db, { ...keyOf(row), position });
    if (!chunk) return;
    yield chunk.subarray(skip);
    skip = 0;
  }
}

async function endsWithNewline(db: RootDb, row: ImportRecord): Promise<boolean> {
  const position = Math.ceil(row.fileBytes / row.partBytes) - 1;
  const last = await findChunk(db, { ...keyOf(row), position });
  return last?.at(-1) === NEWLINE;
}

function keyOf({ shopId, id }: ImportRecord): { shopId: string; importId: string } {
  return { shopId, importId: id };
}
