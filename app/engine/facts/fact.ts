import type { Sql } from "~/platform/sql.server";

/**
 * What kind of value a fact has. `money` is in minor units of the shop's currency; `instant` is a `Date`; `day` is
 * `YYYY-MM-DD` in the shop's zone; `set` is a set of texts, such as tags or product ids.
 */
export type FactType = "number" | "money" | "text" | "boolean" | "instant" | "day" | "set";

/** Null: not known of this person. */
export type FactValue = number | string | boolean | Date | readonly string[] | null;

/** What a merchant chooses with a fact, such as the days of a window. */
export type FactParameter = {
  name: string;
  /** `product` and `tag` are picked from the shop's own; both are texts. */
  kind: "days" | "count" | "product" | "tag" | "text";
  /** Inclusive bounds of numbers. */
  min?: number;
  max?: number;
  default: number | string;
};

export type FactParameters = Readonly<Record<string, number | string>>;

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
  /** False: the value as it stands today is told of every instant, and readers are told so. */
  isHistorical: boolean;
  /** The value of people without a row, e.g. 0 of a count. */
  whenAbsent: FactValue;
  /**
   * A SELECT of `"customerId"` and `"value"`, at most one row a customer; several of a `set`, one per member.
   *
   * One definition serves people one by one and whole segments, so the two cannot differ.
   */
  rows: (scope: FactScope) => Sql;
};
