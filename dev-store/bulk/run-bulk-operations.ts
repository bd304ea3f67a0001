import { randomUUID } from "node:crypto";

import { grantedScopes } from "../graphql/access";
import type { WireError } from "../graphql/api-error";
import type { BulkWindow, GraphqlContext, GraphqlOptions } from "../graphql/context";
import { executeDocument } from "../graphql/execute";
import { gid } from "../graphql/gid";
import { prepareDocument } from "../graphql/document/prepare";
import { utc } from "../graphql/wire-format";
import type { BulkOperation } from "../state/model";
import type { Store } from "../state/store";
import { type BulkLines, bulkFileText, collectLines } from "./jsonl";

/**
 * CREATED → RUNNING → COMPLETED or FAILED; CANCELING → CANCELED. Each state lasts a moment of wall time, so that
 * clients see it, and a long query is read in slices, so that the server answers meanwhile.
 */
const STATE_MS = 200;
const SLICE_ROWS = 250;
const BUDGET_MS = 60;

type Progress = { sinceMs: number; window: BulkWindow; lines: BulkLines };

const progresses = new WeakMap<BulkOperation, Progress>();

/** Moves every unfinished bulk operation on; to be called a few times a second. */
export function runDueBulkOperations(store: Store, options: GraphqlOptions): void {
  const wall = options.wall ?? Date.now;
  for (const operation of store.bulkOperations.values()) {
    if (operation.status === "CANCELING") finish(store, operation, { status: "CANCELED", errorCode: null });
    if (operation.status !== "CREATED" && operation.status !== "RUNNING") continue;
    const progress = progressOf(operation, wall());
    if (wall() - progress.sinceMs < STATE_MS) continue;
    if (operation.status === "CREATED") {
      operation.status = "RUNNING";
      progress.sinceMs = wall();
    } else {
      readOn(operation, progress, { ...options, store, wall });
    }
  }
}

function progressOf(operation: BulkOperation, nowMs: number): Progress {
  const known = progresses.get(operation);
  if (known) return known;
  const progress: Progress = {
    sinceMs: nowMs,
    window: { offset: 0, size: SLICE_ROWS, rows: new Map() },
    lines: { roots: [], children: [] },
  };
  progresses.set(operation, progress);
  return progress;
}

type Server = GraphqlOptions & { store: Store; wall: () => number };

function readOn(operation: BulkOperation, progress: Progress, server: Server): void {
  const startedMs = server.wall();
  const { window, lines } = progress;
  do {
    const errors = readSlice(operation, progress, server);
    if (errors) {
      const denied = errors.some(({ extensions }) => extensions?.["code"] === "ACCESS_DENIED");
      const errorCode = denied ? "ACCESS_DENIED" : "INTERNAL_SERVER_ERROR";
      finish(server.store, operation, { status: "FAILED", errorCode });
      return;
    }
    operation.rootObjectCount = lines.roots.length;
    operation.objectCount = lines.roots.length + lines.children.length;
    window.offset += window.size;
    if (isRead(window)) {
      const order = { grouped: operation.groupObjects, seed: operation.id };
      operation.jsonl = bulkFileText(lines, order);
      operation.fileSize = operation.jsonl === null ? null : Buffer.byteLength(operation.jsonl);
      finish(server.store, operation, { status: "COMPLETED", errorCode: null });
      return;
    }
  } while (server.wall() - startedMs < BUDGET_MS && operation.status === "RUNNING");
}

function isRead({ rows, offset }: BulkWindow): boolean {
  return [...rows.values()].every((list) => list.length <= offset);
}

function readSlice(
  operation: BulkOperation,
  { window, lines }: Progress,
  server: Server,
): WireError[] | null {
  const preparation = prepareDocument(operation.query);
  const [query] = preparation.kind === "ready" ? preparation.prepared.operations : [];
  if (preparation.kind === "refused" || !query) {
    return [{ message: "The query of the bulk operation cannot be read any more" }];
  }
  const context: GraphqlContext = {
    ...server,
    scopes: grantedScopes(server.store.installation?.scopes ?? []),
    notices: [],
    bulk: window,
  };
  const request = { document: preparation.prepared.document, operation: query, variables: {} };
  const { data, errors } = executeDocument(request, context, randomUUID());
  if (!errors) collectLines(data, lines);
  return errors;
}

type Ending = Pick<BulkOperation, "status" | "errorCode">;

function finish(store: Store, operation: BulkOperation, ending: Ending): void {
  const now = store.clock.now();
  Object.assign(operation, ending, { completedAt: now });
  progresses.delete(operation);
  store.emit({
    topic: "bulk_operations/finish",
    subject: {
      admin_graphql_api_id: gid("BulkOperation", operation.id),
      completed_at: utc(now),
      created_at: utc(operation.createdAt),
      error_code: operation.errorCode?.toLowerCase() ?? null,
      status: operation.status.toLowerCase(),
      type: "query",
    },
    occurredAt: now,
    eventId: randomUUID(),
  });
}
