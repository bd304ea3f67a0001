import { bulkFileUrl } from "../../bulk/bulk-file";
import type { BulkOperation } from "../../state/model";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";

export const bulkOperationTypes = {
  BulkOperation: {
    id: (operation) => gid("BulkOperation", operation.id),
    type: () => "QUERY",
    objectCount: (operation) => String(operation.objectCount),
    rootObjectCount: (operation) => String(operation.rootObjectCount),
    fileSize: ({ fileSize }) => (fileSize === null ? null : String(fileSize)),
    url: (operation, { context: { store, baseUrl } }) => bulkFileUrl(store, operation, baseUrl),
    partialDataUrl: () => null,
  } satisfies TypeResolvers<BulkOperation>,
};
