/*
 * RFM (METRICS F25): recency, frequency and value, each scored from 1 to 5 among the buyers of a shop.
 */

/** Of a buyer; frequency and value are those of the last `RFM_DAYS`. */
export type RfmFigures = {
  /** Whole days since the last order. */
  daysSinceLast: number;
  orderCount: number;
  netMinor: number;
};

export const RFM_DAYS = 365;
export const MIN_RFM = 3;
export const MAX_RFM = 15;
/** Under so many buyers a fifth of them says nothing: fixed bounds are taken. */
const FEWEST_BUYERS = 100;

type Four = [number, number, number, number];

/** What must be passed for the scores 2, 3, 4 and 5: fewer days, more orders, more money. */
export type RfmBounds = { days: Four; orders: Four; netMinor: Four };

/** Sum of the three scores, 3 to 15. Who never bought has none: 0. */
export function rfmScore(figures: RfmFigures | null, bounds: RfmBounds): number {
  if (!figures) return 0;
  const { daysSinceLast, orderCount, netMinor } = figures;
  return (
    scoreOf(bounds.days, (bound) => daysSinceLast < bound) +
    scoreOf(bounds.orders, (bound) => orderCount > bound) +
    scoreOf(bounds.netMinor, (bound) => netMinor > bound)
  );
}

function scoreOf(bounds: Four, passes: (bound: number) => boolean): number {
  return 1 + bounds.filter(passes).length;
}

/**
 * The bounds of a shop: its fifths, so that equal buyers have equal scores (ties are kept); for fewer than 100 buyers
 * fixed ones: 366, 181, 91 and 31 days, 0, 1, 2 and 4 orders, and as many average orders' worth.
 */
export function rfmBounds(buyers: readonly RfmFigures[]): RfmBounds {
  if (buyers.length < FEWEST_BUYERS) return fixedBounds(buyers);
  const fifths = (figure: (buyer: RfmFigures) => number): Four => {
    const sorted = Float64Array.from(buyers, figure).sort();
    const at = (step: number) => sorted[Math.ceil((sorted.length * step) / 5) - 1] ?? 0;
    return [at(1), at(2), at(3), at(4)];
  };
  const [a, b, c, d] = fifths(({ daysSinceLast }) => -daysSinceLast);
  return {
    days: [-a, -b, -c, -d],
    orders: fifths(({ orderCount }) => orderCount),
    netMinor: fifths(({ netMinor }) => netMinor),
  };
}

function fixedBounds(buyers: readonly RfmFigures[]): RfmBounds {
  const orderCount = buyers.reduce((sum, buyer) => sum + buyer.orderCount, 0);
  const netMinor = buyers.reduce((sum, buyer) => sum + buyer.netMinor, 0);
  const average = orderCount === 0 ? 0 : Math.round(netMinor / orderCount);
  return {
    days: [366, 181, 91, 31],
    orders: [0, 1, 2, 4],
    netMinor: [0, average, 2 * average, 4 * average],
  };
}
