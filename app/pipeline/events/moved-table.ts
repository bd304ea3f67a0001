import type { ModelName } from "~/generated/columns";

/** Rows of customers that go along when the store makes two customers one. */
export type MovedTable = {
  model: ModelName;
  /**
   * What names a row beside its customer: `id` for rows with an id of their own; no column where there is one row per
   * customer. When the kept customer has a row with the same key, that one stays and the other is put aside for an undo.
   */
  key: readonly string[];
  /** The kept customer gets a copy: the other's rows still say what the store once said of them. */
  isCopied?: true;
  /** The rows also name the customer in this JSON text, as `"customerId":"…"`. */
  jsonColumn?: string;
};
