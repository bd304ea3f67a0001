import { LRUCache } from "lru-cache";

import { MINUTE_MS } from "~/kit/duration";

const LIMIT = 60;
const KEPT = 10_000;

/** Openings of a public address within the last minute. Per process: a brake on accidents, not a wall. */
const openings = new LRUCache<string, { count: number; since: number }>({ max: KEPT });

/**
 * Whether an address of ours may be opened once more: at most 60 times a minute by one token.
 *
 * @param key The token, cut to a bounded length.
 */
export function mayOpen(key: string, now: Date): boolean {
  const bounded = key.slice(0, 200);
  const seen = openings.get(bounded);
  const at = now.getTime();
  if (!seen || at - seen.since >= MINUTE_MS) {
    openings.set(bounded, { count: 1, since: at });
    return true;
  }
  seen.count += 1;
  return seen.count <= LIMIT;
}
