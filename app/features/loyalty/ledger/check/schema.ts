import { z } from "zod";

export const LEDGER_CHECK_KEY = "loyalty-check";

/** Settings key `loyalty-check`: what the last comparison of all kept sums with their entries found. */
export const LedgerCheckSchema = z.object({
  /** Sums that differ: a mistake of ours; 0 when all is well. */
  mismatchCount: z.number().int().default(0),
  /** ISO instant; null = not compared yet. */
  at: z.string().nullable().default(null),
});
export type LedgerCheck = z.infer<typeof LedgerCheckSchema>;
