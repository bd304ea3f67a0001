import { z } from "zod";

import type { HistoryCoverage } from "~/kit/coverage";

import { WINDOW_KEYS } from "./rules/window-keys";

/** How far back the dashboard looks, in days of the shop; anything else in the URL means 30. */
export const WindowKeySchema = z.enum(WINDOW_KEYS).catch("30");
export type WindowKey = z.infer<typeof WindowKeySchema>;

/** Days of the shop, both inclusive. `from: null` = since the first order; `to: null` = up to the present. */
export type DayRange = { from: string | null; to: string | null };

/** What the dashboard needs to know of the shop; a `ShopRecord` fits. */
export type ShopFacts = { currencyCode: string; ianaTimezone: string; historySinceAt: Date | null };

/** What was measured. `value` is null where there was nothing to divide by. Shares are 0…1, money is minor units. */
export type Figure = { value: number | null; numerator: number; denominator: number | null };

/** Names of the numbers; their texts are `metric.<name>`. */
export type MetricName =
  | "net-revenue"
  | "orders"
  | "average-order-value"
  | "buyers"
  | "repeat-purchase-rate"
  | "recovered-revenue"
  | "recovery-rate"
  | "winback-rate";
export type MetricUnit = "count" | "share" | "money";

/** One number with all that belongs to it. */
export type MetricReading = {
  metric: MetricName;
  unit: MetricUnit;
  figure: Figure;
  /** The same over the window before; null where the copy of the store does not reach back that far. */
  previous: Figure | null;
  /** Lists exactly what `value` (of a rate: its numerator) counts. */
  drillTo: string;
  /** Lists exactly what the denominator counts; null where it is no count of its own. */
  denominatorDrillTo: string | null;
  /** A second denominator of the same numerator: all customer accounts (F1). */
  accountCount: number | null;
  /** It looks back further than its window, to where not every order is known. */
  isPartial?: boolean;
  /** Of the recovery rate (F11): checkouts of which it is not known yet; it may still rise. */
  stillOpenCount?: number;
  /** Of the winback rate (F16): after how many days somebody is lost, and those who were left out on purpose. */
  winback?: { lapseDays: number; holdout: Figure; isPartial: boolean };
};

/** How far back the numbers can know anything, and the day of the first valid order we have. */
export type Coverage = HistoryCoverage & { firstOrderOn: string | null };

export type WindowView = {
  key: WindowKey;
  range: DayRange;
  /** The first and last day of the running window that are shown; `from` is null before the first order. */
  shownFrom: string | null;
  shownTo: string;
  /** The window reaches back before the coverage. */
  isPartial: boolean;
};

export type TrendPoint = {
  from: string;
  to: string;
  orderCount: number;
  netMinor: number;
  isRunning: boolean;
  drillTo: string;
};
export type Trend = { step: "day" | "week" | "month"; points: TrendPoint[] };

export type CohortCell = {
  offset: number;
  month: string;
  customerCount: number;
  /** Of the cohort's size, 0…1. */
  share: number;
  netMinor: number;
  isRunning: boolean;
  customersTo: string;
  ordersTo: string;
};
export type CohortRow = {
  cohort: string;
  size: number;
  netMinor: number;
  customersTo: string;
  cells: CohortCell[];
};
/** All cohorts that have lived through the whole month `offset`; `share` is null when there is none. */
export type CohortSummaryCell = {
  offset: number;
  customerCount: number;
  size: number;
  share: number | null;
  netMinor: number;
  customersTo: string;
  ordersTo: string;
};
export type CohortTable = { sinceMonth: string; rows: CohortRow[]; summary: CohortSummaryCell[] };

export type DashboardData = {
  window: WindowView;
  coverage: Coverage;
  currencyCode: string;
  asOf: string;
  hasOrders: boolean;
  readings: MetricReading[];
  trend: Trend;
  cohorts: CohortTable;
};

/** What win-back must tell to stand on the dashboard, of one window. */
export type WinbackFacts = { lapseDays: number; all: Figure; holdout: Figure };

/** What the figures of cart recovery must tell to stand on the dashboard. */
export type RecoveryFacts = {
  /** Left checkouts whose reminder was sent in the window. */
  messaged: number;
  /** Of those, completed by a valid order within 7 days. */
  recovered: number;
  /** What those orders brought. */
  recoveredNetMinor: number;
  /** Of the messaged, those that did not buy and whose 7 days are not over. */
  stillOpen: number;
};
