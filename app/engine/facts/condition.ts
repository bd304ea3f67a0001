import { z } from "zod";

/*
 * What a person must be like, over facts. A condition is data: stored in flows and segments, put into words for people,
 * asked of one person or of all of a shop. A comparison with a value that is not known is not true; `unknown` asks for
 * just that.
 */

const NUMBER_OPERATORS = [
  "equals",
  "not-equals",
  "at-least",
  "more-than",
  "at-most",
  "less-than",
  "between",
] as const;
const TEXT_OPERATORS = ["is", "is-not", "one-of", "none-of"] as const;
const INSTANT_OPERATORS = ["within-days", "not-within-days", "before", "after"] as const;
const SET_OPERATORS = ["has", "has-not", "has-any", "has-all"] as const;

/** Which comparisons a type of fact knows; every type knows `known` and `unknown` too. */
export const OPERATORS = {
  number: NUMBER_OPERATORS,
  money: NUMBER_OPERATORS,
  text: TEXT_OPERATORS,
  boolean: ["is-true", "is-false"],
  instant: INSTANT_OPERATORS,
  day: INSTANT_OPERATORS,
  set: SET_OPERATORS,
} as const;

export const OperatorSchema = z.enum([
  ...NUMBER_OPERATORS,
  ...TEXT_OPERATORS,
  "is-true",
  "is-false",
  ...INSTANT_OPERATORS,
  ...SET_OPERATORS,
  "known",
  "unknown",
]);
export type Operator = z.infer<typeof OperatorSchema>;

const OperandSchema = z.union([
  z.number(),
  z.string().max(200),
  z.array(z.string().max(200)).max(200),
  z.tuple([z.number(), z.number()]),
]);

const ComparisonSchema = z.object({
  kind: z.literal("fact"),
  fact: z.string().max(80),
  parameters: z.record(z.union([z.number(), z.string().max(200)])).default({}),
  operator: OperatorSchema,
  /** A number or a pair of numbers, a text or texts, days, or a day; null for operators that need none. */
  operand: OperandSchema.nullable().default(null),
});
export type Comparison = z.infer<typeof ComparisonSchema>;

export type Condition = { kind: "all" | "any" | "none"; of: Condition[] } | Comparison;

/** Nested at most so deep, with at most so many comparisons: checked where a condition is saved. */
export const MOST_DEPTH = 5;
export const MOST_COMPARISONS = 50;

export const ConditionSchema: z.ZodType<Condition, z.ZodTypeDef, unknown> = z.lazy(() =>
  z.union([
    ComparisonSchema,
    z.object({ kind: z.enum(["all", "any", "none"]), of: z.array(ConditionSchema).max(MOST_COMPARISONS) }),
  ]),
);
