import { SECOND_MS } from "~/kit/duration";

/** Where steps of how long visits last begin, in seconds; each ends where the next begins, the last is open. */
export const STAY_STEPS = [
  0, 1, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1_200, 1_800, 2_700, 3_600, 7_200,
] as const;

/** How many visits lasted how long, by the steps above. */
export type Stays = readonly number[];

export const NO_STAYS: Stays = STAY_STEPS.map(() => 0);

/** One visit more that lasted so long. */
export function addStay(stays: Stays, stayMs: number): Stays {
  const step = STAY_STEPS.findLastIndex((seconds) => seconds * SECOND_MS <= stayMs);
  return stays.map((count, index) => (index === Math.max(0, step) ? count + 1 : count));
}

/** Both together; steps that one of them does not have count as none. */
export function addStays(a: Stays, b: Stays): Stays {
  return NO_STAYS.map((_none, index) => (a[index] ?? 0) + (b[index] ?? 0));
}

/**
 * The median of how long visits lasted, in milliseconds, to within a step: visits of a step are held to be spread evenly
 * in it. Of the last step, which has no end, its beginning. Null of none.
 */
export function medianStay(stays: Stays): number | null {
  const total = stays.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let below = 0;
  for (const [index, seconds] of STAY_STEPS.entries()) {
    const count = stays[index] ?? 0;
    if (count > 0 && below + count >= total / 2) {
      const width = (STAY_STEPS[index + 1] ?? seconds) - seconds;
      const within = index === 0 ? 0 : (width * (total / 2 - below)) / count;
      return Math.round((seconds + within) * SECOND_MS);
    }
    below += count;
  }
  return null;
}
