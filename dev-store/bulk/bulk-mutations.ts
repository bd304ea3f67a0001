import type { Resolver } from "../graphql/context";
import { gid, idOf } from "../graphql/gid";
import { type UserError, userError } from "../graphql/user-error";
import type { BulkOperation } from "../state/model";
import { checkBulkQuery } from "./bulk-rules";

/** Of one app in one shop, at the same time. */
export const MAX_CONCURRENT = 5;

const UNFINISHED: readonly BulkOperation["status"][] = ["CREATED", "RUNNING", "CANCELING"];

/** `bulkOperationRunQuery`: accepts a query for later; at most five are under way at once. */
export const runBulkQuery: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const query = String(args["query"]);
  const check = checkBulkQuery(query);
  if (check.kind === "refused") return { bulkOperation: null, userErrors: check.userErrors };
  const running = [...store.bulkOperations.values()].filter(({ status }) => UNFINISHED.includes(status));
  if (running.length >= MAX_CONCURRENT) return { bulkOperation: null, userErrors: [inProgress(running)] };
  const bulkOperation: BulkOperation = {
    id: store.nextId(),
    query,
    groupObjects: args["groupObjects"] === true,
    status: "CREATED",
    errorCode: null,
    createdAt: store.clock.now(),
    completedAt: null,
    objectCount: 0,
    rootObjectCount: 0,
    fileSize: null,
    jsonl: null,
  };
  store.bulkOperations.set(bulkOperation.id, bulkOperation);
  // A copy: the answer shows the operation as it was accepted.
  return { bulkOperation: { ...bulkOperation }, userErrors: [] };
};

/** `bulkOperationCancel`: asks a running operation to stop; one that is over stays as it is. */
export const cancelBulkOperation: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const id = idOf("BulkOperation", args["id"]);
  const bulkOperation = id === null ? undefined : store.bulkOperations.get(id);
  if (!bulkOperation) {
    return { bulkOperation: null, userErrors: [userError(["id"], "Bulk operation does not exist")] };
  }
  if (!UNFINISHED.includes(bulkOperation.status)) {
    const message = `A bulk operation cannot be canceled when it is ${bulkOperation.status.toLowerCase()}`;
    return { bulkOperation, userErrors: [userError(null, message)] };
  }
  bulkOperation.status = "CANCELING";
  return { bulkOperation, userErrors: [] };
};

function inProgress(running: readonly BulkOperation[]): UserError {
  const ids = running.map(({ id }) => gid("BulkOperation", id)).join(", ");
  const message = `A bulk query operation for this app and shop is already in progress: ${ids}.`;
  return userError(null, message, "OPERATION_IN_PROGRESS");
}
