import { HOUR_MS, SECOND_MS } from "~/kit/duration";

const BASE_MS = 5 * SECOND_MS;
const CAP_MS = HOUR_MS;

/**
 * Milliseconds to wait after the `attempt`-th failure: 5 s, 10 s, 20 s … at most an hour, spread by up to a fifth
 * so that what failed together does not come back together.
 *
 * @param attempt 1 for the first failure.
 * @param random In [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const delayMs = Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
  return Math.round(delayMs * (1 + random / 5));
}
