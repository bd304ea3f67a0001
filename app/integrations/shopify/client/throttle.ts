import type { QueryCost } from "./answer";
import { type Bucket, fullBucket, takePoints, waitMs } from "./bucket";

/** What a mutation costs at least, and most small queries at most. */
const UNKNOWN_COST = 10;

export type Admission =
  | { kind: "wait"; waitMs: number }
  /** Go. Tell the cost of the answer, or null when there was none. */
  | { kind: "go"; settle: (cost: QueryCost | null) => void };

export type Throttle = {
  /** May this document be sent now? Asked anew after every wait. */
  admit: (document: string, options: { isBackground: boolean }) => Admission;
};

/**
 * Keeps the bucket of one shop as the answers tell it.
 *
 * Points of calls on their way are taken off at once, so that many calls together do not overdraw;
 * the answer replaces the estimate by what Shopify counted.
 *
 * @param wallMs Milliseconds of the machine's clock.
 */
export function createThrottle(wallMs: () => number): Throttle {
  let bucket: Bucket = fullBucket(wallMs());
  let underWay = 0;
  const costs = new Map<string, number>();

  return {
    admit: (document, { isBackground }) => {
      const atMs = wallMs();
      const cost = costs.get(document) ?? UNKNOWN_COST;
      const wait = waitMs(bucket, { cost, isBackground, atMs });
      if (wait > 0) return { kind: "wait", waitMs: wait };
      bucket = takePoints(bucket, { points: cost, atMs });
      underWay += cost;
      return {
        kind: "go",
        settle: (told) => {
          underWay -= cost;
          const settledAtMs = wallMs();
          if (!told) {
            bucket = takePoints(bucket, { points: -cost, atMs: settledAtMs });
            return;
          }
          costs.set(document, told.requestedQueryCost);
          const { maximumAvailable, currentlyAvailable, restoreRate } = told.throttleStatus;
          bucket = {
            available: currentlyAvailable - underWay,
            maximum: maximumAvailable,
            restoreRate,
            atMs: settledAtMs,
          };
        },
      };
    },
  };
}
