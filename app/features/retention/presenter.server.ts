import { addDays, monthIn } from "~/kit/zone";
import { presentCoverage } from "~/pipeline/projections/known-history/queries.server";
import type { Db } from "~/platform/db.server";

import {
  countAccounts,
  countBuyers,
  findFirstOrderDay,
  listCohortMonths,
  listDayTotals,
  sumDayUntil,
} from "./repository.server";
import { buildCohortTable, firstCohort } from "./rules/cohorts";
import { buyersTo, ordersTo, recoveredOrdersTo, winbackTo } from "./rules/drill";
import {
  averageOrderValue,
  buyers,
  netRevenue,
  orders,
  recoveredRevenue,
  recoveryRate,
  repeatPurchaseRate,
  type WindowFacts,
} from "./rules/metrics";
import { buildTrend, type DayTotals } from "./rules/trend";
import {
  areEarlierUnknown,
  instantsOf,
  isCovered,
  isPartlyUnknown,
  resolveWindow,
  type Window,
} from "./rules/window";
import type {
  Coverage,
  DashboardData,
  DayRange,
  Figure,
  MetricReading,
  RecoveryFacts,
  ShopFacts,
  WinbackFacts,
  WindowKey,
} from "./schema";

type Asked = { shopId: string; shop: ShopFacts; windowKey: WindowKey; now: Date };

/** Instants of a window: from inclusive (the epoch for all time), to exclusive. */
type InstantRange = { from: Date; to: Date };

export type DashboardWindow = {
  range: DayRange;
  previousRange: DayRange | null;
  coverage: Coverage;
  current: InstantRange;
  /** Null when there is nothing to compare with. */
  previous: InstantRange | null;
};

/** The instants the dashboard's window means now, for figures that other features compute. */
export async function presentDashboardWindow(
  db: Db,
  { shopId, shop, windowKey, now }: Asked,
): Promise<DashboardWindow> {
  const zone = shop.ianaTimezone;
  const window = resolveWindow(windowKey, { now, zone });
  const coverage = await readCoverage(db, { shopId, shop });
  const { range, previous, previousUntil } = window;
  const previousRange = previous && isCovered(previous, coverage) ? previous : null;
  const { from } = instantsOf(previous ?? range, { zone, now });
  return {
    range,
    previousRange,
    coverage,
    current: instantsOf(range, { zone, now }),
    previous: previousRange && previousUntil && { from, to: previousUntil },
  };
}

/** The figures of customers and orders in a window, without trend and cohorts: for the home page. */
export async function presentKeyFigures(db: Db, asked: Asked): Promise<MetricReading[]> {
  const { readings } = await readWindow(db, asked);
  return readings;
}

/** Read model of the dashboard, all but the figures of cart recovery (see `recoveryReadings`). */
export async function presentDashboard(db: Db, asked: Asked): Promise<DashboardData> {
  const { shopId, shop, now } = asked;
  const zone = shop.ianaTimezone;
  const { window, days, coverage, readings } = await readWindow(db, asked);
  const { firstOrderOn } = coverage;
  const thisMonth = monthIn(zone, now);
  const cohortMonths = await listCohortMonths(db, { shopId, sinceMonth: firstCohort(thisMonth) });
  return {
    window: {
      key: window.key,
      range: window.range,
      shownFrom: window.range.from ?? firstOrderOn,
      shownTo: window.today,
      isPartial: isPartlyUnknown(window.range, coverage),
    },
    coverage,
    currencyCode: shop.currencyCode,
    asOf: now.toISOString(),
    hasOrders: firstOrderOn !== null,
    readings,
    trend: buildTrend(days, { from: window.range.from ?? firstOrderOn ?? window.today, today: window.today }),
    cohorts: buildCohortTable(cohortMonths, thisMonth),
  };
}

/**
 * The two figures of cart recovery as the dashboard shows them. The rate is not compared while some of those reminded can
 * still buy: the window before is closed, so it would seem to fall every day.
 */
export function recoveryReadings({
  current,
  previous,
  range,
}: {
  current: RecoveryFacts;
  previous: RecoveryFacts | null;
  range: DayRange;
}): MetricReading[] {
  const common = { drillTo: recoveredOrdersTo(range), denominatorDrillTo: null, accountCount: null };
  const measured = (metric: (facts: RecoveryFacts) => Figure) => ({
    figure: metric(current),
    previous: previous && metric(previous),
  });
  return [
    { metric: "recovered-revenue", unit: "money", ...measured(recoveredRevenue), ...common },
    {
      ...{ metric: "recovery-rate", unit: "share", ...measured(recoveryRate), ...common },
      ...(current.stillOpen > 0 ? { previous: null } : {}),
      stillOpenCount: current.stillOpen,
    },
  ];
}

/**
 * The winback rate as the dashboard shows it; none of all time, which has no beginning to be lost at.
 *
 * Who is lost is known only where the history goes back T days before the window.
 */
export function winbackReadings({
  current,
  previous,
  range,
  previousRange,
  coverage,
}: {
  current: WinbackFacts;
  previous: WinbackFacts | null;
} & Pick<DashboardWindow, "range" | "previousRange" | "coverage">): MetricReading[] {
  if (range.from === null) return [];
  const knows = ({ from }: DayRange, { lapseDays }: WinbackFacts) =>
    isCovered({ from: from && addDays(from, -lapseDays), to: null }, coverage);
  const isComparable = previous !== null && previousRange !== null && knows(previousRange, previous);
  const isPartial = isPartlyUnknown({ from: addDays(range.from, -current.lapseDays), to: null }, coverage);
  return [
    {
      metric: "winback-rate",
      unit: "share",
      figure: current.all,
      previous: isComparable ? previous.all : null,
      drillTo: winbackTo(range, { who: "recovered" }),
      denominatorDrillTo: winbackTo(range, { who: "lost" }),
      accountCount: null,
      winback: { lapseDays: current.lapseDays, holdout: current.holdout, isPartial },
    },
  ];
}

type WindowReading = {
  window: Window;
  days: DayTotals[];
  coverage: Coverage;
  readings: MetricReading[];
};

async function readWindow(db: Db, { shopId, shop, windowKey, now }: Asked): Promise<WindowReading> {
  const zone = shop.ianaTimezone;
  const window = resolveWindow(windowKey, { now, zone });
  const coverage = await readCoverage(db, { shopId, shop });
  const { previous, previousUntil } = window;
  const { facts, days } = await readFacts(db, { shopId, range: window.range, zone, until: now });
  const before =
    previous && previousUntil && isCovered(previous, coverage)
      ? (await readFacts(db, { shopId, range: previous, zone, until: previousUntil })).facts
      : null;
  const accountCount = windowKey === "all" ? await countAccounts(db, { shopId }) : null;
  return {
    window,
    days,
    coverage,
    readings: readingsOf({ facts, before, range: window.range, accountCount }).map((reading) =>
      reading.metric === "repeat-purchase-rate" ? withoutEarlier(reading, { window, coverage }) : reading,
    ),
  };
}

/** F1 asks for orders of any time before: it is partial, and not compared, where those are not known. */
function withoutEarlier(
  reading: MetricReading,
  { window: { range, previous }, coverage }: Pick<WindowReading, "window" | "coverage">,
): MetricReading {
  const isComparable = previous !== null && !areEarlierUnknown(previous, coverage);
  return {
    ...reading,
    previous: isComparable ? reading.previous : null,
    isPartial: areEarlierUnknown(range, coverage),
  };
}

async function readCoverage(
  db: Db,
  { shopId, shop }: { shopId: string; shop: ShopFacts },
): Promise<Coverage> {
  const firstOrderOn = await findFirstOrderDay(db, { shopId });
  return { ...(await presentCoverage(db, { shopId, shop })), firstOrderOn };
}

type FactsAsked = {
  shopId: string;
  range: DayRange;
  zone: string;
  /** Of a range that has an end: from when on orders of its last day do not count. */
  until: Date;
};

async function readFacts(db: Db, asked: FactsAsked): Promise<{ facts: WindowFacts; days: DayTotals[] }> {
  const days = await listDays(db, asked);
  const counts = await countBuyers(db, asked);
  return {
    days,
    facts: {
      ...counts,
      orderCount: days.reduce((sum, day) => sum + day.orderCount, 0),
      netMinor: days.reduce((sum, day) => sum + day.netMinor, 0),
    },
  };
}

async function listDays(db: Db, { shopId, range, until }: FactsAsked): Promise<DayTotals[]> {
  const { from, to } = range;
  if (to === null) return listDayTotals(db, { shopId, range });
  const whole = await listDayTotals(db, { shopId, range: { from, to: addDays(to, -1) } });
  return [...whole, await sumDayUntil(db, { shopId, day: to, until })];
}

function readingsOf({
  facts,
  before,
  range,
  accountCount,
}: {
  facts: WindowFacts;
  before: WindowFacts | null;
  range: DayRange;
  accountCount: number | null;
}): MetricReading[] {
  const toOrders = { drillTo: ordersTo(range), denominatorDrillTo: null, accountCount: null };
  const toBuyers = { drillTo: buyersTo(range), denominatorDrillTo: null, accountCount: null };
  const measured = (metric: (facts: WindowFacts) => Figure) => ({
    figure: metric(facts),
    previous: before && metric(before),
  });
  return [
    { metric: "net-revenue", unit: "money", ...measured(netRevenue), ...toOrders },
    { metric: "orders", unit: "count", ...measured(orders), ...toOrders },
    {
      metric: "average-order-value",
      unit: "money",
      ...measured(averageOrderValue),
      ...toOrders,
      denominatorDrillTo: ordersTo(range),
    },
    { metric: "buyers", unit: "count", ...measured(buyers), ...toBuyers },
    {
      metric: "repeat-purchase-rate",
      unit: "share",
      ...measured(repeatPurchaseRate),
      drillTo: buyersTo(range, "repeat-buyers"),
      denominatorDrillTo: buyersTo(range),
      accountCount,
    },
  ];
}
