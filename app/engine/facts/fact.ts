import type { Db } from "~/platform/db.server";
import type { Sql } from "~/platform/sql.server";

import type { FactInfo, FactParameter, FactParameters, FactType, FactValue, NameKind } from "./schema";

export type { FactParameter, FactParameters, FactType, FactValue };

export type FactScope = {
  shopId: string;
  /** IANA zone of the shop: days begin in it. */
  zone: string;
  /** The instant to tell of; what happened later does not count. */
  at: Date;
  parameters: FactParameters;
  /** Only these customers; null = all of the shop. */
  customerIds: readonly string[] | null;
};

/** One thing that can be known about a customer. A feature contributes it; segments, flows and scores ask it. */
export type FactDefinition = {
  /** `<feature>.<noun>`, e.g. `orders.count`. Stable: conditions are stored with it. */
  key: string;
  /** Whose texts name it: `<textNamespace>:facts.<key>`, with `.label` and, where there are choices, `.values.<value>`. */
  textNamespace: string;
  type: FactType;
  parameters?: readonly FactParameter[];
  /** The values there are, when they are few and fixed. */
  choices?: readonly string[];
  /** What its values stand for, when readers see names instead. */
  names?: NameKind;
  /** False: the value as it stands today is told of every instant, and readers are told so. */
  isHistorical: boolean;
  /** Of the past it tells of orders placed until then, but as they stand today: refunded since is refunded then. */
  judgesOrdersAsToday?: true;
  /** The value of people without a row, e.g. 0 of a count. A set has none: `[]`. */
  whenAbsent: FactValue;
  /**
   * A SELECT of `"customerId"` and `"value"`, at most one row a customer; several of a `set`, one per member, never null.
   * In what both databases share (platform/sql/dialect.ts); every parameter is there.
   *
   * One definition serves people one by one and whole segments, so the two cannot differ.
   */
  rows: (scope: FactScope) => Sql;
  /**
   * For texts that are kept sealed: what stands for them where the database compares. The same texts, and no others,
   * have the same hash.
   */
  sealed?: { rows: (scope: FactScope) => Sql; hashOf: (text: string) => string };
};

/** Facts that every shop has of its own; what there is to know of one is told by its key alone. */
export type FactFamily = {
  /** Keys begin with it and a dot. */
  prefix: string;
  /** The fact a key names, whether the shop has it or not: of one it has not, nothing is known. Null: no key of ours. */
  factOf: (key: string) => FactDefinition | null;
  /** Those of a shop, for an editor and for sentences, retired ones among them. */
  list: (db: Db, shop: { shopId: string }) => Promise<FactInfo[]>;
};
