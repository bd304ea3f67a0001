import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import type { ImportKind } from "./columns";
import {
  findImport,
  type ImportKey,
  type ImportRecord,
  listImports,
  listProblems,
  MOST_PROBLEMS,
} from "./repository/imports.server";
import {
  type ImportCounts,
  type ImportError,
  type ImportState,
  isWorthRetrying,
  type RowProblem,
} from "./schema";

/** An import as pages show it. Instants are ISO 8601, days the shop's. */
export type ImportView = ImportCounts & {
  id: string;
  fileName: string;
  kind: ImportKind | null;
  state: ImportState;
  fileBytes: number;
  /** Whole percent of the stage it is in: of the bytes sent, then of those loaded. 100 only when done. */
  percent: number;
  startedAt: string;
  finishedAt: string | null;
  /** First and last day of the file's orders; null before there are any, and for customers. */
  days: { fromOn: string; toOn: string } | null;
  error: ImportError | null;
  isRetryable: boolean;
  /** The first rows that were left out. */
  problems: RowProblem[];
};

const SHOWN_IMPORTS = 20;
const SHOWN_PROBLEMS = 5;

/** A shop's imports, the latest first. */
export async function presentImports(
  db: Db,
  { shopId, zone }: { shopId: string; zone: string },
): Promise<ImportView[]> {
  const rows = await listImports(db, { shopId, limit: SHOWN_IMPORTS });
  return Promise.all(
    rows.map(async (row) => {
      const shown = { shopId, importId: row.id, limit: SHOWN_PROBLEMS };
      return viewOf(row, { zone, problems: row.skippedCount > 0 ? await listProblems(db, shown) : [] });
    }),
  );
}

/** An import with every row that was left out, up to the number kept; null when the shop has no such import. */
export async function presentImportReport(
  db: Db,
  { shopId, importId, zone }: ImportKey & { zone: string },
): Promise<ImportView | null> {
  const row = await findImport(db, { shopId, importId });
  return (
    row && viewOf(row, { zone, problems: await listProblems(db, { shopId, importId, limit: MOST_PROBLEMS }) })
  );
}

function viewOf(row: ImportRecord, { zone, problems }: { zone: string; problems: RowProblem[] }): ImportView {
  const { firstPlacedAt, lastPlacedAt, error } = row;
  return {
    id: row.id,
    fileName: row.fileName,
    kind: row.header?.kind ?? null,
    state: row.state,
    fileBytes: row.fileBytes,
    percent: percentOf(row),
    startedAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    rowCount: row.rowCount,
    takenCount: row.takenCount,
    knownCount: row.knownCount,
    skippedCount: row.skippedCount,
    anonymousCount: row.anonymousCount,
    days:
      firstPlacedAt && lastPlacedAt
        ? { fromOn: dayIn(zone, firstPlacedAt), toOn: dayIn(zone, lastPlacedAt) }
        : null,
    error,
    isRetryable: row.state === "failed" && error !== null && isWorthRetrying(error.code),
    problems,
  };
}

function percentOf({ state, receivedBytes, loadedBytes, fileBytes }: ImportRecord): number {
  if (state === "done") return 100;
  const bytes = state === "uploading" ? receivedBytes : loadedBytes;
  return Math.min(99, Math.floor((100 * bytes) / Math.max(1, fileBytes)));
}
