import { type Step, stepsTo } from "~/kit/steps";
import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

import { readPixel } from "../pixel/origins.server";
import { listSamples, type Sample, sumStoreDays } from "./days/repository.server";
import { addFigures, type Figures, NO_FIGURES, scaleFigures } from "./rules/day";
import {
  bounceRate,
  cartAbandonment,
  checkoutAbandonment,
  meanTimeOnSite,
  medianTimeOnSite,
  pixelCoverage,
  sessionConversion,
  visitorConversion,
} from "./rules/metrics";
import type { Figure, StoreFigures, VisitMetric, VisitPeriod, VisitReading, VisitsData } from "./schema";

/** What is fewer may have come about by chance. */
const FEW = 30;

/**
 * The visits of days up to today.
 *
 * @param from First day of the shop; null: since the first one that was counted.
 */
export async function presentVisits(
  db: Db,
  { shopId, shop, from, now }: { shopId: string; shop: ShopRecord; from: string | null; now: Date },
): Promise<VisitsData> {
  const pixel = await readPixel(db, { shop });
  const samples = await listSamples(db, { shopId, from });
  const store = await sumStoreDays(db, { shopId, from });
  const { firstDay: sinceOn } = await sumStoreDays(db, { shopId, from: null });
  const today = dayIn(shop.ianaTimezone, now);
  const counted = samples.reduce((sum, { figures }) => addFigures(sum, figures), NO_FIGURES);
  const samplePercent = Math.min(100, ...samples.map((sample) => sample.samplePercent));
  const shownFrom = sinceOn === null ? null : (from ?? sinceOn);
  // Days before the first count are not known to be without visits.
  const isPartial = from !== null && sinceOn !== null && from < sinceOn;
  const countedFrom = (isPartial ? sinceOn : shownFrom) ?? today;
  return {
    shownFrom,
    shownTo: today,
    countedAt: store.countedAt?.toISOString() ?? null,
    sinceOn,
    isPartial,
    isPixelConnected: pixel.settings.isOn && pixel.state.gid !== null,
    coverage: pixelCoverage(store),
    samplePercent: samplePercent === 100 ? null : samplePercent,
    abandonedAfterMinutes: pixel.settings.abandonedAfterMinutes,
    hasSessions: counted.sessionCount > 0,
    readings: readingsOf({ counted, scaled: sumOf(samples), store }),
    trend: trendOf(samples, { from: countedFrom, today }),
  };
}

function sumOf(samples: readonly Sample[]): Figures {
  return samples.reduce(
    (sum, { figures, samplePercent }) => addFigures(sum, scaleFigures(figures, samplePercent)),
    NO_FIGURES,
  );
}

/** @param counted What was counted in fact: how many there were, for chance to even out. */
function readingsOf({
  counted,
  scaled,
  store,
}: {
  counted: Figures;
  scaled: Figures;
  store: StoreFigures;
}): VisitReading[] {
  const reading = (
    metric: VisitMetric,
    [figure, count]: [Figure, number],
    over: Partial<VisitReading> = {},
  ): VisitReading => ({
    metric,
    unit: "share",
    figure,
    isOfStore: false,
    isFew: count > 0 && count < FEW,
    ...over,
  });
  const { sessionCount } = counted;
  const time = { unit: "time" } as const;
  return [
    reading("visitor-conversion", [visitorConversion(scaled), counted.visitorCount]),
    reading("session-conversion", [sessionConversion(scaled), sessionCount]),
    reading("bounce-rate", [bounceRate(scaled), sessionCount]),
    reading("cart-abandonment", [cartAbandonment(scaled), counted.cartCount]),
    reading("checkout-abandonment", [checkoutAbandonment(store), store.checkoutCount], { isOfStore: true }),
    reading("pixel-coverage", [pixelCoverage(store), store.orderCount], { isOfStore: true }),
    reading("time-mean", [meanTimeOnSite(scaled), sessionCount], time),
    reading("time-median", [medianTimeOnSite(scaled), sessionCount], time),
  ];
}

function trendOf(
  samples: readonly Sample[],
  { from, today }: { from: string; today: string },
): { step: Step; periods: VisitPeriod[] } {
  const { step, periods } = stepsTo(today, from);
  return {
    step,
    periods: periods.map((period) => {
      const within = samples.filter(({ day }) => day >= period.from && day <= period.to);
      const { sessionCount, orderCount } = sumOf(within);
      return { ...period, sessionCount, orderCount };
    }),
  };
}
