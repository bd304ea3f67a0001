import { gunzipSync, gzipSync } from "node:zlib";

import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import type { Header } from "../columns";
import type { ImportCounts, ImportError, ImportState, RowProblem } from "../schema";

export type ImportKey = { shopId: string; importId: string };

/** Orders of a file between two instants; numbers where the names of the orders have one. */
export type OrderRange = {
  firstPlacedAt: Date | null;
  firstNumber: number | null;
  lastPlacedAt: Date | null;
  lastNumber: number | null;
};

export type ImportRecord = ImportCounts &
  OrderRange & {
    id: string;
    shopId: string;
    state: ImportState;
    fileName: string;
    fileBytes: number;
    /** Bytes of every part but the last. */
    partBytes: number;
    receivedBytes: number;
    header: Header | null;
    loadedBytes: number;
    loadedLines: number;
    error: ImportError | null;
    createdAt: Date;
    finishedAt: Date | null;
  };

/** Problems kept of one file; more are counted only. */
export const MOST_PROBLEMS = 10_000;

const COLUMNS = {
  id: true,
  shopId: true,
  state: true,
  fileName: true,
  fileBytes: true,
  partBytes: true,
  receivedBytes: true,
  headerJson: true,
  loadedBytes: true,
  loadedLines: true,
  rowCount: true,
  takenCount: true,
  knownCount: true,
  skippedCount: true,
  anonymousCount: true,
  firstPlacedAt: true,
  firstNumber: true,
  lastPlacedAt: true,
  lastNumber: true,
  errorJson: true,
  createdAt: true,
  finishedAt: true,
} as const;

type Row = Omit<
  ImportRecord,
  "state" | "fileBytes" | "receivedBytes" | "loadedBytes" | "header" | "error"
> & {
  state: string;
  fileBytes: bigint;
  receivedBytes: bigint;
  loadedBytes: bigint;
  headerJson: string | null;
  errorJson: string | null;
};

/** Takes note of a file that is about to come. */
export async function insertImport(
  db: Db,
  row: Pick<ImportRecord, "id" | "shopId" | "fileName" | "fileBytes" | "partBytes"> & { now: Date },
): Promise<void> {
  const { now, ...rest } = row;
  await db.historyImport.create({
    data: { ...rest, state: "uploading", createdAt: now, updatedAt: now },
  });
}

/** One import of a shop; null when there is none. */
export async function findImport(db: Db, { shopId, importId }: ImportKey): Promise<ImportRecord | null> {
  const row = await db.historyImport.findFirst({ where: { shopId, id: importId }, select: COLUMNS });
  return row && recordOf(row);
}

/** A shop's imports, the latest first. */
export async function listImports(
  db: Db,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<ImportRecord[]> {
  const rows = await db.historyImport.findMany({
    where: { shopId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select: COLUMNS,
  });
  return rows.map(recordOf);
}

/** Imports of all shops that nobody has touched since `before`, in one of `states`: for sweeps. */
export async function listStaleImportsOfAllShops(
  db: Db,
  { states, before }: { states: ImportState[]; before: Date },
): Promise<ImportKey[]> {
  const rows = await acrossShops("a sweep over shops", () =>
    db.historyImport.findMany({
      where: { state: { in: states }, updatedAt: { lt: before } },
      select: { shopId: true, id: true },
    }),
  );
  return rows.map(({ shopId, id }) => ({ shopId, importId: id }));
}

/** Keeps a part of a file. Safe to repeat by (import, position). */
export async function upsertChunk(
  db: Db,
  { shopId, importId, position, bytes }: ImportKey & { position: number; bytes: Uint8Array },
): Promise<void> {
  const body = gzipSync(bytes).toString("base64");
  await db.importChunk.upsert({
    where: { importId_position: { importId, position }, shopId },
    create: { shopId, importId, position, body },
    update: { body },
  });
}

/** How many parts of a file are here. */
export function countChunks(db: Db, { shopId, importId }: ImportKey): Promise<number> {
  return db.importChunk.count({ where: { shopId, importId } });
}

/** A part of a file; null when it is not here. */
export async function findChunk(
  db: Db,
  { shopId, importId, position }: ImportKey & { position: number },
): Promise<Buffer | null> {
  const row = await db.importChunk.findFirst({
    where: { shopId, importId, position },
    select: { body: true },
  });
  return row && gunzipSync(Buffer.from(row.body, "base64"));
}

export async function deleteChunks(db: Db, { shopId, importId }: ImportKey): Promise<void> {
  await db.importChunk.deleteMany({ where: { shopId, importId } });
}

type ImportChange = {
  header?: Header;
  error?: ImportError | null;
  finishedAt?: Date | null;
  receivedBytes?: number;
  loadedBytes?: number;
  loadedLines?: number;
};

/** Moves an import on. @returns false when it is in none of `from` any more. */
export async function claimTransition(
  db: Db,
  { shopId, importId }: ImportKey,
  { from, to, change = {}, now }: { from: ImportState[]; to: ImportState; change?: ImportChange; now: Date },
): Promise<boolean> {
  const { header, error, ...rest } = change;
  const { count } = await db.historyImport.updateMany({
    where: { shopId, id: importId, state: { in: from } },
    data: {
      ...rest,
      ...(header ? { headerJson: JSON.stringify(header), kind: header.kind } : {}),
      ...(error === undefined ? {} : { errorJson: error && JSON.stringify(error) }),
      state: to,
      updatedAt: now,
    },
  });
  return count === 1;
}

/**
 * Takes the next stretch of a file, together with what became of it.
 *
 * @returns false when the import is over, or another worker has taken the stretch.
 */
export async function claimStretch(
  db: Db,
  { shopId, importId }: ImportKey,
  {
    fromBytes,
    end,
    counts,
    range,
    now,
  }: {
    fromBytes: number;
    end: { bytes: number; lines: number };
    counts: ImportCounts;
    range: OrderRange;
    now: Date;
  },
): Promise<boolean> {
  const { count } = await db.historyImport.updateMany({
    where: { shopId, id: importId, state: "loading", loadedBytes: fromBytes },
    data: { ...counts, ...range, loadedBytes: end.bytes, loadedLines: end.lines, updatedAt: now },
  });
  return count === 1;
}

/** Keeps why rows were left out, up to `MOST_PROBLEMS` of a file. */
export async function insertProblems(
  db: Db,
  { shopId, importId }: ImportKey,
  { problems, after }: { problems: readonly RowProblem[]; after: number },
): Promise<void> {
  const kept = problems.slice(0, Math.max(0, MOST_PROBLEMS - after));
  if (kept.length === 0) return;
  await db.importProblem.createMany({
    data: kept.map(({ line, column, value, reason, params }, index) => ({
      shopId,
      importId,
      position: after + index,
      line,
      column,
      value,
      reason,
      paramsJson: JSON.stringify(params),
    })),
  });
}

/** Rows of a file that were left out, in the file's order. */
export async function listProblems(
  db: Db,
  { shopId, importId, limit }: ImportKey & { limit: number },
): Promise<RowProblem[]> {
  const rows = await db.importProblem.findMany({
    where: { shopId, importId },
    orderBy: { position: "asc" },
    take: limit,
    select: { line: true, column: true, value: true, reason: true, paramsJson: true },
  });
  return rows.map(({ paramsJson, ...row }) => ({
    ...row,
    params: JSON.parse(paramsJson) as RowProblem["params"],
  }));
}

export async function deleteProblems(db: Db, { shopId, importId }: ImportKey): Promise<void> {
  await db.importProblem.deleteMany({ where: { shopId, importId } });
}

function recordOf({ headerJson, errorJson, ...row }: Row): ImportRecord {
  return {
    ...row,
    state: row.state as ImportState,
    fileBytes: Number(row.fileBytes),
    receivedBytes: Number(row.receivedBytes),
    loadedBytes: Number(row.loadedBytes),
    header: headerJson === null ? null : (JSON.parse(headerJson) as Header),
    error: errorJson === null ? null : (JSON.parse(errorJson) as ImportError),
  };
}
