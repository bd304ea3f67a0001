/** Shopify's leaky bucket of one app and shop, in points; `atMs` is when `available` was true, by the wall clock. */
export type Bucket = { available: number; maximum: number; restoreRate: number; atMs: number };

/** Share of the bucket that background work leaves to people who wait for an answer. */
export const INTERACTIVE_RESERVE = 0.5;

/** A full bucket of the smallest plan: what to believe before the first answer. */
export function fullBucket(atMs: number): Bucket {
  return { available: 2_000, maximum: 2_000, restoreRate: 100, atMs };
}

/** Points there are at `atMs`. */
export function pointsAt(bucket: Bucket, atMs: number): number {
  const restored = (bucket.restoreRate * Math.max(0, atMs - bucket.atMs)) / 1_000;
  return Math.min(bucket.maximum, bucket.available + restored);
}

/** The bucket after `points` were taken (or, negative, given back) at `atMs`. */
export function takePoints(bucket: Bucket, { points, atMs }: { points: number; atMs: number }): Bucket {
  return { ...bucket, available: pointsAt(bucket, atMs) - points, atMs };
}

/**
 * Milliseconds until a document of `cost` points may be sent; 0 = now.
 *
 * Background work may begin only while more than `INTERACTIVE_RESERVE` of the bucket is there.
 * A cost above the whole bucket waits for a full one and lets Shopify judge.
 */
export function waitMs(
  bucket: Bucket,
  { cost, isBackground, atMs }: { cost: number; isBackground: boolean; atMs: number },
): number {
  const reserve = isBackground ? bucket.maximum * INTERACTIVE_RESERVE + 1 : 0;
  const needed = Math.min(bucket.maximum, Math.max(cost, reserve));
  const missing = needed - pointsAt(bucket, atMs);
  return missing <= 0 ? 0 : Math.ceil((missing / bucket.restoreRate) * 1_000);
}
