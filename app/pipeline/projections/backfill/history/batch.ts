import type { Dialect } from "~/platform/sql/dialect";
import type { NewRows } from "~/platform/sql/packed-rows";

import type { ProjectedShop } from "../../batch/mapping-input";
import type { CustomerChange } from "../../customers/schema";

/** Resources that have a way of their own: a shop has a thousand times as many of them as of the others. */
export type HistoryResource = "customers" | "orders";

/** What the reading thread is given. */
export type ReadingTask = {
  resource: HistoryResource;
  shop: ProjectedShop;
  now: Date;
  /** Where in the file it begins. */
  fromOffset: number;
  /** File for children that stand away from their parents. */
  straysPath: string;
  parentsPerBatch: number;
  /** Which database the rows are for. */
  dialect: Dialect;
};

/** Records of a part of the file, ready to be stored. */
export type Batch = {
  no: number;
  /** The file is read up to here. */
  endOffset: number;
  parentCount: number;
  /** Right as long as none of them is stored yet; null when they cannot be handed over. */
  rows: NewRows | null;
  /** Customers that orders name, each once. */
  mentions: CustomerChange[];
  /** Records that could not be understood, and where the first was wrong. */
  skipped: { count: number; example: string };
};
