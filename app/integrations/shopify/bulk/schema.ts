import type { ChangeOutcome } from "../admin";

/** A bulk operation as Shopify sees it. */
export type BulkState =
  | { kind: "running"; objectCount: number }
  /** `url` is null when no row matched. It dies seven days after the end. */
  | { kind: "completed"; url: string | null; objectCount: number; rootObjectCount: number; fileBytes: number }
  /** FAILED, CANCELED, EXPIRED, or unknown to Shopify. `code` is its errorCode or the status. */
  | { kind: "failed"; code: string };

export type BulkStart =
  | { kind: "started"; bulkGid: string }
  /** All five slots of the app in this shop are taken. */
  | { kind: "no-slot"; error: string };

/** One line of a bulk file, parsed. */
export type BulkLine = { [field: string]: unknown; id?: string; __parentId?: string };

/** Bulk reading of one shop. */
export type ShopifyBulk = {
  /** Starts a query. A repeat starts another operation: harmless, but it takes a slot. */
  startQuery: (query: string) => Promise<ChangeOutcome<BulkStart>>;
  readState: (bulkGid: string) => Promise<ChangeOutcome<BulkState>>;
};

/** Why a file could not be read to its end. */
export class BulkFileError extends Error {
  constructor(
    message: string,
    /** The address is no longer good: ask for the state of the operation again. */
    readonly isAddressDead: boolean,
  ) {
    super(message);
    this.name = "BulkFileError";
  }
}
