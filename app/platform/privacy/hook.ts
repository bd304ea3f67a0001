import type { ModelName } from "~/generated/columns";
import type { Person } from "~/kit/person";

import type { Db, Tx } from "../db.server";
import type { Period } from "./periods";

type Asked = { shopId: string; person: Person };

export type ExportedTable = { table: ModelName; rows: Record<string, unknown>[] };

/** What one step of an erasure did; `cursor` is where the next one goes on, null when nothing is left. */
export type RedactStep = { counts: Partial<Record<ModelName, number>>; cursor: string | null };

/** How long the rows of a table are kept: those whose `column` is older than the period are deleted or emptied. */
export type RetentionRule = {
  period: Period;
  table: ModelName;
  /** An instant. */
  column: string;
  /** SQL over the row's columns; without it all rows count. Must no longer hold for a row that was emptied. */
  only?: string;
  action: "delete" | { set: Readonly<Record<string, string | null>> };
};

/** What a room of the app has to do with people's data: it knows its tables, nobody else does. */
export type PrivacyHook = {
  name: string;
  /** Every table of the room that has rows of shops or people. */
  tables: readonly ModelName[];
  /** What else names the person, out of the room's tables. Asked again until nothing new is found. */
  identify?: (db: Db, asked: Asked) => Promise<Partial<Person>>;
  /** Every row about the person, readable. */
  exportOf: (db: Db, asked: Asked) => Promise<ExportedTable[]>;
  /**
   * Takes the person out of the room's tables, a bounded step at a time. Figures of the shop stay as they are.
   *
   * Safe to repeat from any cursor.
   */
  redact: (tx: Tx, asked: Asked & { cursor: string | null }) => Promise<RedactStep>;
  /** Deletes up to about `limit` rows of a shop. @returns how many; 0 = none is left. Safe to repeat. */
  eraseShop: (tx: Tx, shop: { shopId: string; domain: string; limit: number }) => Promise<number>;
  retention: readonly RetentionRule[];
};
