/** What was measured. `value` is null where there was nothing to divide by. Shares are 0…1, times milliseconds. */
export type Figure = { value: number | null; numerator: number; denominator: number | null };

/** What the store tells of days, of all shoppers. */
export type StoreFigures = {
  orderCount: number;
  seenOrderCount: number;
  checkoutCount: number;
  completedCheckoutCount: number;
};

/** Names of the numbers; their texts are `visits.metric.<name>`. */
export type VisitMetric =
  | "visitor-conversion"
  | "session-conversion"
  | "bounce-rate"
  | "cart-abandonment"
  | "checkout-abandonment"
  | "pixel-coverage"
  | "time-mean"
  | "time-median";

export type VisitReading = {
  metric: VisitMetric;
  unit: "share" | "time";
  figure: Figure;
  /** Of all shoppers, as the store tells; the others know only visitors who agreed to the pixel. */
  isOfStore: boolean;
  /** So little was counted that chance may have made it. */
  isFew: boolean;
};

export type VisitPeriod = {
  from: string;
  to: string;
  isRunning: boolean;
  sessionCount: number;
  orderCount: number;
};

export type VisitsData = {
  /** First and last day that are shown; null: nothing was counted so far. */
  shownFrom: string | null;
  shownTo: string;
  /** ISO instant of the last count; null: there was none. */
  countedAt: string | null;
  /** The first day that was counted at all. */
  sinceOn: string | null;
  /** The window begins before that. */
  isPartial: boolean;
  isPixelConnected: boolean;
  coverage: Figure;
  /** The lowest rate in the window; null: all browsers were counted. */
  samplePercent: number | null;
  abandonedAfterMinutes: number;
  hasSessions: boolean;
  readings: VisitReading[];
  trend: { step: "day" | "week" | "month"; periods: VisitPeriod[] };
};
