import type { ChangeOutcome } from "../admin";
import type { ShopClient } from "../client.server";
import {
  BulkOperationByIdDocument,
  type BulkOperationByIdQuery,
  StartBulkQueryDocument,
} from "../generated/documents";
import { describeUserErrors } from "../user-errors";
import type { BulkStart, BulkState, ShopifyBulk } from "./schema";

/** Bulk reading of a shop, over its throttled client. */
export function createShopifyBulk(client: ShopClient): ShopifyBulk {
  return {
    startQuery: (query) => startQuery(client, query),
    readState: async (id) => {
      const outcome = await client.call(BulkOperationByIdDocument, { id });
      return outcome.kind === "done"
        ? { kind: "done", result: stateOf(outcome.result.bulkOperation) }
        : outcome;
    },
  };
}

async function startQuery(client: ShopClient, query: string): Promise<ChangeOutcome<BulkStart>> {
  const outcome = await client.call(StartBulkQueryDocument, { query });
  if (outcome.kind !== "done") return outcome;
  const payload = outcome.result.bulkOperationRunQuery;
  const errors = payload?.userErrors ?? [];
  const error = describeUserErrors(errors);
  if (errors.some(({ code }) => code === "LIMIT_REACHED" || code === "OPERATION_IN_PROGRESS")) {
    return { kind: "done", result: { kind: "no-slot", error: error ?? "" } };
  }
  const bulkGid = payload?.bulkOperation?.id;
  if (error !== null || !bulkGid)
    return { kind: "rejected", error: error ?? "no bulk operation was started" };
  return { kind: "done", result: { kind: "started", bulkGid } };
}

function stateOf(operation: BulkOperationByIdQuery["bulkOperation"]): BulkState {
  if (!operation) return { kind: "failed", code: "UNKNOWN_OPERATION" };
  const objectCount = Number(operation.objectCount);
  switch (operation.status) {
    case "CREATED":
    case "RUNNING":
    case "CANCELING":
      return { kind: "running", objectCount };
    case "COMPLETED":
      return {
        kind: "completed",
        url: operation.url,
        objectCount,
        rootObjectCount: Number(operation.rootObjectCount),
        fileBytes: Number(operation.fileSize ?? 0),
      };
    case "FAILED":
    case "CANCELED":
    case "EXPIRED":
      return { kind: "failed", code: operation.errorCode ?? operation.status };
  }
}
