import { mean, quantileSorted, variance } from "simple-statistics";

import { seededRandom } from "~/kit/seeded-random";

import { makeDraw } from "./resample";

/** What every person of an arm brought, in minor units; 0 for those who bought nothing. */
export type Arm = readonly number[];

export type Interval = { low: number; high: number };

export type LiftEstimate = {
  treatedMean: number;
  controlMean: number;
  /** Treated − control, per person. */
  difference: number;
  interval: Interval;
};

const RESAMPLES = 1_000;

/**
 * The difference of revenue per person with its confidence interval, by the studentised bootstrap: both arms are drawn
 * anew with replacement, each difference is measured in its own standard error, and the bounds are quantiles of that.
 * Nothing is assumed of how revenue spreads. Plain quantiles of the differences were too narrow: with a control of 150
 * people they called 6 % of no difference a win (simulation.test.ts); these call as many as they say.
 *
 * The same seed gives the same bounds. Source: Efron & Tibshirani, An Introduction to the Bootstrap, 12.5.
 *
 * @param confidence Share of repeats in which the true difference lies within, e.g. 0.95.
 * @throws RangeError for an arm without people.
 */
export function estimateLift(
  arms: { treated: Arm; control: Arm },
  { seed, confidence }: { seed: string; confidence: number },
): LiftEstimate {
  const { treated, control } = arms;
  if (treated.length === 0 || control.length === 0)
    throw new RangeError(`expected people in both arms, got ${treated.length} and ${control.length}`);
  const treatedMean = mean([...treated]);
  const controlMean = mean([...control]);
  const difference = treatedMean - controlMean;
  const error = standardError(arms);
  const tail = (1 - confidence) / 2;
  const sorted = error === 0 ? [0] : sortedDeviations(arms, { difference, random: seededRandom(seed) });
  return {
    treatedMean,
    controlMean,
    difference,
    interval: {
      low: difference - quantileSorted(sorted, 1 - tail) * error,
      high: difference - quantileSorted(sorted, tail) * error,
    },
  };
}

/** How far the drawn differences lie from the one seen, in their own standard errors. */
function sortedDeviations(
  { treated, control }: { treated: Arm; control: Arm },
  { difference, random }: { difference: number; random: () => number },
): number[] {
  const drawTreated = makeDraw(treated, random);
  const drawControl = makeDraw(control, random);
  const deviations: number[] = [];
  for (let repeat = 0; repeat < RESAMPLES; repeat += 1) {
    const a = drawTreated();
    const b = drawControl();
    const error = Math.sqrt(a.errorSquared + b.errorSquared);
    // Both arms drew nothing but one value: it says nothing of how far off it is.
    if (error > 0) deviations.push((a.mean - b.mean - difference) / error);
  }
  return deviations.length > 0 ? deviations.sort((a, b) => a - b) : [0];
}

/** The standard error of the difference of the arms' means. */
export function standardError({ treated, control }: { treated: Arm; control: Arm }): number {
  const part = (arm: Arm) => variance([...arm]) / arm.length;
  return Math.sqrt(part(treated) + part(control));
}
