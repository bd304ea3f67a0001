import type { LedgerCheck } from "../ledger/check/schema";
import type { Liability, RollForward } from "./rules";

/** A part of a period with the table of its points. */
export type RollForwardRow = RollForward & {
  /** YYYY-MM */
  month: string;
  /** Days in the shop's zone, both in it. */
  fromOn: string;
  toOn: string;
};

/** The programme in numbers, as METRICS.md F15 defines them. */
export type LoyaltyReport = {
  fromOn: string;
  toOn: string;
  currencyCode: string;
  /** What 100 points count as. */
  hundredPointsMinor: number;
  total: RollForward;
  months: RollForwardRow[];
  /** At the end of the period. */
  liability: Liability;
  /** Who earned or redeemed in the period, and all whom the store has now. */
  participation: { activeCount: number; eligibleCount: number; shareBp: number | null };
  /** Who has ever had points, of all whom the store has now. */
  enrolment: { memberCount: number; customerCount: number; shareBp: number | null };
  /** Whether what is kept equals its replay, as it was last compared. */
  check: LedgerCheck;
  /** ISO instant. */
  asOf: string;
};
