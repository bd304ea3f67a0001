import type { HeaderProblemCode } from "./columns";
import type { FileProblemCode } from "./records.server";

/*
 * An import is uploading → waiting → loading → done. From each of the first three it may become cancelled, by a person,
 * or failed. What failed for our reasons keeps its file and may be set to waiting again; what failed for the file's
 * reasons may not: the same file would fail again.
 */
export type ImportState = "uploading" | "waiting" | "loading" | "done" | "failed" | "cancelled";

export type ImportErrorCode = HeaderProblemCode | FileProblemCode | "load-failed" | "shop-gone";

/** Why an import failed: what stands in the file, and what should. */
export type ImportError = {
  code: ImportErrorCode;
  line: number | null;
  value: string | null;
  expected: string | null;
};

/** Whether trying again with the same file may end otherwise. */
export function isWorthRetrying(code: ImportErrorCode): boolean {
  return code === "load-failed" || code === "shop-gone";
}

/** A row that was left out. */
export type RowProblem = {
  line: number;
  column: string | null;
  value: string | null;
  reason: string;
  params: Readonly<Record<string, string | number>>;
};

/** What of a file became of its orders or customers. */
export type ImportCounts = {
  rowCount: number;
  takenCount: number;
  knownCount: number;
  skippedCount: number;
  anonymousCount: number;
};
