import type { BulkOperation } from "../state/model";
import type { Store } from "../state/store";
import { idOf } from "../graphql/gid";

const KEPT_DAYS = 7;

/** Where the result can be fetched without a token; null while running, when no row matched, and after seven days. */
export function bulkFileUrl(store: Store, operation: BulkOperation, baseUrl: string): string | null {
  return isServed(store, operation) ? `${baseUrl}/bulk-files/${operation.id}.jsonl` : null;
}

export type BulkFile = { status: number; headers: Record<string, string>; body: string };

/** Answers `GET /bulk-files/{id}.jsonl`; `id` with or without the ending. */
export function serveBulkFile(store: Store, id: string): BulkFile {
  const number = idOf("BulkOperation", id.replace(/\.jsonl$/, ""));
  const operation = number === null ? undefined : store.bulkOperations.get(number);
  if (!operation || !isServed(store, operation) || operation.jsonl === null) {
    return {
      status: 404,
      headers: { "Content-Type": "text/plain" },
      body: "This file does not exist any more",
    };
  }
  const headers = {
    "Content-Type": "application/jsonl",
    "Content-Disposition": `attachment; filename="bulk-${operation.id}.jsonl"`,
  };
  return { status: 200, headers, body: operation.jsonl };
}

function isServed(store: Store, { completedAt, jsonl }: BulkOperation): boolean {
  if (completedAt === null || jsonl === null) return false;
  return store.clock.now().getTime() - completedAt.getTime() < KEPT_DAYS * 86_400_000;
}
