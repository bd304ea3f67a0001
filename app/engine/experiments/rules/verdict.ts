import type { LiftState } from "../schema";

import { type Arm, estimateLift, standardError } from "./lift";
import { visibleDifference } from "./power";

/** Fewer people than this in an arm say nothing, whatever they bought. */
export const FEWEST_PEOPLE = 100;
/** The bounds are only right when an arm's revenue does not hang on a handful of orders. */
export const FEWEST_BUYERS = 20;

const buyersOf = (arm: Arm) => arm.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);

/**
 * What a comparison says: nothing yet, no difference seen, a lift or a drop.
 *
 * A lift or a drop is said only when the whole interval lies on one side of zero.
 */
export function decideVerdict(
  arms: { treated: Arm; control: Arm },
  { seed, confidence }: { seed: string; confidence: number },
): LiftState {
  const { treated, control } = arms;
  const notEnough = { kind: "not-enough-data", readyAt: null } as const;
  if (Math.min(treated.length, control.length) < FEWEST_PEOPLE)
    return { ...notEnough, why: "too-few-people", neededCount: FEWEST_PEOPLE };
  if (Math.min(buyersOf(treated), buyersOf(control)) < FEWEST_BUYERS)
    return { ...notEnough, why: "too-few-buyers", neededCount: FEWEST_BUYERS };
  const { treatedMean, controlMean, difference, interval } = estimateLift(arms, { seed, confidence });
  const figures = {
    treatedCount: treated.length,
    controlCount: control.length,
    treatedMeanMinor: Math.round(treatedMean),
    controlMeanMinor: Math.round(controlMean),
    incrementalMinor: Math.round(difference * treated.length),
    lowMinor: Math.round(interval.low * treated.length),
    highMinor: Math.round(interval.high * treated.length),
    confidence,
    visibleMinor: Math.round(visibleDifference(standardError(arms), confidence)),
  };
  if (interval.low > 0) return { kind: "lift", ...figures };
  return interval.high < 0 ? { kind: "drop", ...figures } : { kind: "no-difference", ...figures };
}
