import type { TriggerUse } from "./schema";

/**
 * What is known of a trigger's use after news of it; null when they are older than what is known, or tell nothing new.
 *
 * Who switches on is told of what happens from then on.
 *
 * @param now From when on those are told whose time comes.
 */
export function decideUse(
  known: TriggerUse | undefined,
  news: { isUsed: boolean; at: Date },
  now: Date,
): TriggerUse | null {
  if (known && news.at <= new Date(known.at)) return null;
  const goesOn = known?.isUsed === true && news.isUsed;
  return {
    isUsed: news.isUsed,
    at: news.at.toISOString(),
    sweptUpTo: goesOn ? known.sweptUpTo : now.toISOString(),
  };
}

/**
 * What is to be looked at next; null: nothing yet.
 *
 * @param bounds.since From when on the app has been in the shop.
 * @param bounds.mostMs The longest stretch.
 */
export function nextWindow(
  { sweptUpTo }: TriggerUse,
  { since, until, mostMs }: { since: Date; until: Date; mostMs: number },
): { from: Date; to: Date } | null {
  const from = Math.max(Date.parse(sweptUpTo), since.getTime());
  const to = Math.min(from + mostMs, until.getTime());
  return to > from ? { from: new Date(from), to: new Date(to) } : null;
}

/** Shopify's limit on what one trigger tells. */
const MOST_BYTES = 50_000;

/** Whether a payload is more than Shopify takes. */
export function isTooLarge(payload: object): boolean {
  return new TextEncoder().encode(JSON.stringify(payload)).length > MOST_BYTES;
}

/** The number of a customer out of Shopify's id, or the bare number; null when it is neither. */
export function customerNumberOf(id: unknown): string | null {
  const text = typeof id === "number" ? String(id) : id;
  if (typeof text !== "string") return null;
  return /^(?:gid:\/\/shopify\/Customer\/)?(\d{1,20})$/.exec(text)?.[1] ?? null;
}
