const MAX_STEPS = 4;

/**
 * Round values for an axis from 0 to at least `max`, at most five of them; steps are 1, 2 or 5 × a power of ten and
 * never below `smallestStep`.
 */
export function axisTicks(max: number, smallestStep = 1): number[] {
  if (max <= 0) return [0, smallestStep];
  const rough = Math.max(max / MAX_STEPS, smallestStep);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, index) => index * step);
}

/** Which of `count` labels to write: the first, and every so many, at most `most` of them. */
export function labelledIndexes(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}
