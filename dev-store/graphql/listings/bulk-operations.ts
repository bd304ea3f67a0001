import type { BulkOperation } from "../../state/model";
import type { Listing } from "../connection/list-field";
import type { GraphqlContext } from "../context";
import type { Filters } from "../search/filters";

/** All bulk operations, as `bulkOperations` searches and sorts them. */
export function bulkOperationListing({ store }: GraphqlContext): Listing<BulkOperation> {
  return {
    rows: store.bulkOperations.values(),
    id: ({ id }) => id,
    filters: FILTERS,
    sortKeys: {
      COMPLETED_AT: (operation) => operation.completedAt,
      CREATED_AT: (operation) => operation.createdAt,
    },
  };
}

const FILTERS: Filters<BulkOperation> = {
  text: () => [],
  fields: {
    created_at: { kind: "time", read: (operation) => [operation.createdAt] },
    id: { kind: "number", read: (operation) => [operation.id] },
    operation_type: { kind: "word", read: () => ["query"] },
    status: { kind: "word", read: (operation) => [operation.status] },
  },
  unanswerable: [],
};
