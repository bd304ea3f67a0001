import { ratio } from "~/kit/statistics";

import type { Figure, RecoveryFacts } from "../schema";

/** Facts of one window, of valid orders only (METRICS.md). */
export type WindowFacts = {
  orderCount: number;
  netMinor: number;
  /** Different customers who ordered in the window. Orders without a customer have no buyer. */
  buyerCount: number;
  /** Of them: those who had ordered before an order of the window, any time. */
  repeatBuyerCount: number;
};

/** Different customers with at least one valid order in the window. */
export function buyers({ buyerCount }: WindowFacts): Figure {
  return { value: buyerCount, numerator: buyerCount, denominator: null };
}

/** F1: buyers of the window who have a previous order, any time ÷ buyers of the window. 0…1. */
export function repeatPurchaseRate({ repeatBuyerCount, buyerCount }: WindowFacts): Figure {
  return {
    value: ratio(repeatBuyerCount, buyerCount),
    numerator: repeatBuyerCount,
    denominator: buyerCount,
  };
}

/** Valid orders placed in the window. */
export function orders({ orderCount }: WindowFacts): Figure {
  return { value: orderCount, numerator: orderCount, denominator: null };
}

/** What valid orders placed in the window brought, net of refunds made since. Minor units. */
export function netRevenue({ netMinor }: WindowFacts): Figure {
  return { value: netMinor, numerator: netMinor, denominator: null };
}

/** F23: net revenue ÷ orders, rounded half up to a minor unit. */
export function averageOrderValue({ netMinor, orderCount }: WindowFacts): Figure {
  const mean = ratio(netMinor, orderCount);
  return { value: mean === null ? null : Math.round(mean), numerator: netMinor, denominator: orderCount };
}

/** F11: what valid orders brought that completed a left checkout within 7 days after a reminder. Minor units. */
export function recoveredRevenue({ recoveredNetMinor }: RecoveryFacts): Figure {
  return { value: recoveredNetMinor, numerator: recoveredNetMinor, denominator: null };
}

/** F11: recovered ÷ reminded checkouts. 0…1. */
export function recoveryRate({ recovered, messaged }: RecoveryFacts): Figure {
  return { value: ratio(recovered, messaged), numerator: recovered, denominator: messaged };
}

/**
 * How a figure moved: shares by their difference (0.02 = 2 percentage points), others relative to what was. Null: a rise
 * from nothing; nothing after nothing is no change.
 */
export function changeSince(
  { figure, previous }: { figure: Figure; previous: Figure | null },
  unit: "count" | "share" | "money",
): number | null {
  if (figure.value === null || previous?.value === null || previous === null) return null;
  if (unit === "share") return figure.value - previous.value;
  if (figure.value === previous.value) return 0;
  return previous.value === 0 ? null : (figure.value - previous.value) / previous.value;
}
