/** The middle value; the mean of the two middle ones when there is an even number; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  if (sorted.length % 2 === 1) return upper;
  const lower = sorted[sorted.length / 2 - 1] ?? upper;
  return (lower + upper) / 2;
}

/** `numerator ÷ denominator`, or null where nothing can be divided: a rate of nobody is not 0 %. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** Where the true value lies with 95 % certainty. */
export type Interval = { low: number; high: number };

const Z = 1.96;

/** 95 % interval of a share of `total`, 0…1, after Wilson (1927): sensible for few, and at 0 % and 100 %. Null of nobody. */
export function shareInterval(count: number, total: number): Interval | null {
  if (total === 0) return null;
  const share = count / total;
  const weight = 1 + Z ** 2 / total;
  const centre = share + Z ** 2 / (2 * total);
  const margin = Z * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  return { low: Math.max(0, (centre - margin) / weight), high: Math.min(1, (centre + margin) / weight) };
}

/** 97.5 % quantiles of Student's t for 1 … 30 degrees of freedom. */
const STUDENT = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/**
 * The mean of values that were counted, with its 95 % interval after Student; null of none.
 *
 * @returns `interval` null for a single value, and while all are the same: how far others may lie cannot be told.
 */
export function meanInterval(
  counted: readonly { value: number; count: number }[],
): { value: number; interval: Interval | null } | null {
  const total = counted.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const mean = counted.reduce((sum, { value, count }) => sum + value * count, 0) / total;
  const squares = counted.reduce((sum, { value, count }) => sum + count * (value - mean) ** 2, 0);
  if (squares === 0) return { value: mean, interval: null };
  const margin = (STUDENT[total - 2] ?? Z) * Math.sqrt(squares / (total - 1) / total);
  return { value: mean, interval: { low: mean - margin, high: mean + margin } };
}
