import { median } from "~/kit/statistics";

/*
 * What an earning is looked at for: too much or too often within a day, or far from what others earn at once. Such a lot
 * waits, pending, until a person of the staff has released or rejected it.
 */

export type OddFacts = {
  /** Of the owner within the last 24 hours, without this one. */
  recentPoints: number;
  recentCount: number;
  /** Points of single earnings of the shop lately. */
  others: readonly number[];
};

export type OddLimits = {
  velocity: { pointsPerDay: number | null; earningsPerDay: number | null };
  outlierTimes: number | null;
};

export type Oddness = {
  /** Texts `review.<reason>`. */
  reason: "too-much" | "too-often" | "outlier";
  params: Record<string, number>;
};

/** With fewer earnings nothing can be called usual. */
const LEAST_OTHERS = 30;

/** Why a person is to look at an earning; null: nothing is odd about it. Exactly the limit is not. */
export function findOddness(points: number, facts: OddFacts, limits: OddLimits): Oddness | null {
  const { pointsPerDay, earningsPerDay } = limits.velocity;
  const sum = facts.recentPoints + points;
  if (pointsPerDay !== null && sum > pointsPerDay)
    return { reason: "too-much", params: { points: sum, limit: pointsPerDay } };
  const times = facts.recentCount + 1;
  if (earningsPerDay !== null && times > earningsPerDay)
    return { reason: "too-often", params: { count: times, limit: earningsPerDay } };
  return limits.outlierTimes === null ? null : findOutlier(points, facts.others, limits.outlierTimes);
}

/** By the median and the median of distances from it: a few huge earnings do not hide each other. */
function findOutlier(points: number, others: readonly number[], times: number): Oddness | null {
  if (others.length < LEAST_OTHERS) return null;
  const middle = median(others) ?? 0;
  // Where most earn the same, one point counts as usual distance.
  const usual = Math.max(1, median(others.map((other) => Math.abs(other - middle))) ?? 0);
  const limit = Math.round(middle + times * usual);
  return points > limit ? { reason: "outlier", params: { points, limit } } : null;
}
