import type { CodeState } from "../rules";
import type { OfferKind } from "../schema";

import { isCodeKind } from "./offer";

/** What one incentive weighs on its budgets, in minor units. */
export type BudgetShare = { reservedMinor: number; spentMinor: number };

/**
 * The share of a budget that an incentive takes in a state.
 *
 * Promised: reserved what it is expected to cost. Used: spent what it did cost, or was expected to when the store did
 * not tell. Over or failed: free again. Gift cards and credit are spent once they are given, used or not.
 */
export function budgetShareOf({
  state,
  kind,
  promisedMinor,
  costMinor,
}: {
  state: CodeState;
  kind: OfferKind;
  promisedMinor: number;
  costMinor: number | null;
}): BudgetShare {
  const spent = { reservedMinor: 0, spentMinor: costMinor ?? promisedMinor };
  switch (state) {
    case "requested":
      return { reservedMinor: promisedMinor, spentMinor: 0 };
    case "issued":
      return isCodeKind(kind) ? { reservedMinor: promisedMinor, spentMinor: 0 } : spent;
    case "redeemed":
      return spent;
    case "expired":
      return isCodeKind(kind) ? { reservedMinor: 0, spentMinor: 0 } : spent;
    case "pooled":
    case "failed":
      return { reservedMinor: 0, spentMinor: 0 };
  }
}

/** What a budget changes by when a share becomes another. */
export function differenceOf(before: BudgetShare, after: BudgetShare): BudgetShare {
  return {
    reservedMinor: after.reservedMinor - before.reservedMinor,
    spentMinor: after.spentMinor - before.spentMinor,
  };
}
