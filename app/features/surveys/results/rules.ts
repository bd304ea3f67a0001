import { type Interval, meanInterval, shareInterval } from "~/kit/statistics";

import { answersOf } from "../rules";
import type { Question } from "../schema";

/** Below it, METRICS calls answers few: their shares may be chance. */
const FEW = 30;
const SCALE = { low: 1, high: 5 } as const;

export type AnswerCount = { key: string; count: number; share: number | null; interval: Interval | null };
export type Tally = {
  totalCount: number;
  isFew: boolean;
  /** In the order in which they are offered; then what is no longer offered. */
  answers: AnswerCount[];
  /** Of ratings. */
  average: { value: number; interval: Interval | null } | null;
};

/** How often each answer was given, as shares with their 95 % intervals; ratings have an average too. */
export function tally(question: Question, counts: ReadonlyMap<string, number>): Tally {
  const totalCount = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const keys = [...new Set([...answersOf(question), ...counts.keys()])];
  return {
    totalCount,
    isFew: totalCount < FEW,
    answers: keys.map((key) => {
      const count = counts.get(key) ?? 0;
      const share = totalCount === 0 ? null : count / totalCount;
      return { key, count, share, interval: shareInterval(count, totalCount) };
    }),
    average: question.kind === "rating" ? averageOf(counts) : null,
  };
}

function averageOf(counts: ReadonlyMap<string, number>): Tally["average"] {
  const mean = meanInterval([...counts].map(([key, count]) => ({ value: Number(key), count })));
  if (!mean) return null;
  const { value, interval } = mean;
  return {
    value,
    interval: interval && {
      low: Math.max(SCALE.low, interval.low),
      high: Math.min(SCALE.high, interval.high),
    },
  };
}
