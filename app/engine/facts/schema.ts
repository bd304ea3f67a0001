import { z } from "zod";

/**
 * What kind of value a fact has. `money` is in minor units of the shop's currency; `instant` is a `Date`; `day` is
 * `YYYY-MM-DD` in the shop's zone; `set` is a set of lower-case texts, such as tags or product ids.
 */
export type FactType = "number" | "money" | "text" | "boolean" | "instant" | "day" | "set";

/** Null: not known of this person. A set is never null, but may be empty. */
export type FactValue = number | string | boolean | Date | readonly string[] | null;

/** What a merchant chooses with a fact, such as the days of a window. */
export type FactParameter = {
  name: string;
  /** `product` and `tag` are picked from the shop's own; both are texts. Of `days`, 0 is all the time, where `min` allows it. */
  kind: "days" | "count" | "product" | "tag" | "text";
  /** Inclusive bounds of numbers. */
  min?: number;
  max?: number;
  default: number | string;
};

export type FactParameters = Readonly<Record<string, number | string>>;

/** A fact as somebody asks for it. Parameters that are not given have their defaults. */
export type AskedFact = { fact: string; parameters: FactParameters };

/** What the values of a fact stand for, where readers see something else: a product's title, a country's name. */
export type NameKind = "tag" | "product" | "country" | "language";

/**
 * How true a fact is of an instant in the past: `exact`; of orders placed until then, but `orders-as-today` (refunded or
 * cancelled since: left out); or `as-today`.
 */
export type FactHistory = "exact" | "orders-as-today" | "as-today";

/** What a fact of one shop only is called: no texts of ours can name it. */
export type FactNaming = {
  label: string;
  /** Its choices, by value. */
  values: Readonly<Record<string, string>>;
  /** False: conditions that have it keep it, new ones are not offered it. */
  isOffered: boolean;
};

/** A fact as browsers know it. */
export type FactInfo = {
  key: string;
  textNamespace: string;
  type: FactType;
  parameters: readonly FactParameter[];
  /** Empty: any. */
  choices: readonly string[];
  names: NameKind | null;
  history: FactHistory;
  /** Null: our texts name it, and everybody is offered it. */
  naming: FactNaming | null;
};

/** Values with what people call them. */
export const NamedValuesSchema = z.array(z.object({ value: z.string(), label: z.string() }));
export type NamedValue = z.infer<typeof NamedValuesSchema>[number];

/** What an editor may search the shop for. */
export const FactValuesQuerySchema = z.object({
  names: z.enum(["tag", "product"]),
  search: z.string().max(100).default(""),
});

/** A mistake in a condition: `of.0.operand`, and texts `problems.<code>` of the facts. */
export type ConditionProblem = {
  /** Path into the condition; empty for the whole of it. */
  place: string;
  code: string;
  params?: Readonly<Record<string, string | number>>;
};
