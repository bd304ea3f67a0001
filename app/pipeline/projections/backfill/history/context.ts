import type { RootDb } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

import type { BackfillRecord } from "../repository.server";
import type { Skipped } from "../rules";
import type { HistoryResource } from "./batch";

export type HistoryContext = {
  db: RootDb;
  shop: ShopRecord;
  row: BackfillRecord & { resource: HistoryResource };
  /** File of this bulk operation for children that stand away from their parents. */
  straysPath: string;
  now: Date;
  parentsPerBatch?: number;
};

/** How far a load is; changes with every batch that is committed. */
export type Progress = { loadedCount: number; loadedBytes: number; skipped: Skipped };
