/** An arm drawn anew: its mean, and the square of the mean's standard error. */
export type Draw = { mean: number; errorSquared: number };

/**
 * Draws an arm anew with replacement, as often as it is called.
 *
 * Most people buy nothing. How many of the drawn are buyers follows a binomial law, and only these are drawn one by
 * one: the same as drawing everybody, at a fraction of the cost.
 */
export function makeDraw(values: readonly number[], random: () => number): () => Draw {
  const { length } = values;
  const buyers = Float64Array.from(values.filter((value) => value !== 0));
  const drawCount = makeBinomial(length, buyers.length / length, random);
  return () => {
    const count = drawCount();
    let sum = 0;
    let squares = 0;
    for (let drawn = 0; drawn < count; drawn += 1) {
      const value = buyers[Math.floor(random() * buyers.length)] ?? 0;
      sum += value;
      squares += value * value;
    }
    const mean = sum / length;
    return { mean, errorSquared: Math.max(0, squares / length - mean * mean) / length };
  };
}

/** Relative weight below which an outcome never comes. */
const NEVER = 1e-16;

/** Draws how often something of chance `p` happens in `n` times, by its table. */
export function makeBinomial(n: number, p: number, random: () => number): () => number {
  if (p <= 0) return () => 0;
  if (p >= 1) return () => n;
  const mode = Math.floor((n + 1) * p);
  const odds = p / (1 - p);
  const up: number[] = [];
  for (let k = mode, weight = 1; k < n && weight > NEVER; k += 1) {
    weight *= ((n - k) / (k + 1)) * odds;
    up.push(weight);
  }
  const down: number[] = [];
  for (let k = mode, weight = 1; k > 0 && weight > NEVER; k -= 1) {
    weight *= k / (n - k + 1) / odds;
    down.push(weight);
  }
  const weights = [...down.reverse(), 1, ...up];
  const first = mode - down.length;
  let total = 0;
  const cumulative = weights.map((weight) => (total += weight));
  return () => first + indexAbove(cumulative, random() * total);
}

/** The first place whose value is above `point`; the last one when none is. */
function indexAbove(sorted: readonly number[], point: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > point) high = middle;
    else low = middle + 1;
  }
  return low;
}
