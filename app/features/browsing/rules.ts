import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";

/** A visit is over when nothing happened for so long; a cart is left. */
export const QUIET_MS = 30 * MINUTE_MS;
/** A mark of a mail's link is for the page it opens, not for later. */
export const MARK_MS = HOUR_MS;
/** Products of one visit that are remembered. */
export const MOST_PRODUCTS = 60;
/** A cart that was never told of by the store is no longer waited for. */
const UNTOLD_CART_MS = DAY_MS;

/** A product in a visit. */
export type Look = { productId: string; viewCount: number; isCarted: boolean; lastViewedAt: Date };

/** The products of a visit, the most telling first: in the cart, then looked at most often, then last. */
export function rankLooks(looks: readonly Look[]): Look[] {
  return [...looks].sort(
    (a, b) =>
      Number(b.isCarted) - Number(a.isCarted) ||
      b.viewCount - a.viewCount ||
      b.lastViewedAt.getTime() - a.lastViewedAt.getTime() ||
      (a.productId < b.productId ? -1 : 1),
  );
}

/**
 * When somebody's interest in a product began: the first of its visits that are not so many days apart.
 *
 * @param visits Starts of all visits in which they looked at it, in any order; `visit` is one of them.
 */
export function interestSince(visits: readonly Date[], visit: Date, againAfterDays: number): Date {
  const earlier = visits.filter((start) => start <= visit).sort((a, b) => b.getTime() - a.getTime());
  let since = visit;
  for (const start of earlier) {
    if (since.getTime() - start.getTime() >= againAfterDays * DAY_MS) break;
    since = start;
  }
  return since;
}

/** What of a visit decides whether somebody is written to about it. */
export type VisitFacts = {
  visit: Date;
  looks: readonly Look[];
  /** Bought since the visit began, or began to check out: the recovery of checkouts goes on from there. */
  hasActed: boolean;
  /** Of products that can be bought now. */
  buyable: ReadonlySet<string>;
  /** Starts of the visits in which they looked at each product. */
  visitsOf: ReadonlyMap<string, readonly Date[]>;
};

/**
 * The product a mail about a visit is to be about; null when there is nothing to write.
 *
 * A product that is new to the person goes before one that a mail may have been about already.
 */
export function chooseLook(
  { visit, looks, hasActed, buyable, visitsOf }: VisitFacts,
  { minViews, againAfterDays }: { minViews: number; againAfterDays: number },
): { productId: string; since: Date } | null {
  // What is in the cart is the business of the left cart.
  if (hasActed || looks.some(({ isCarted }) => isCarted)) return null;
  const candidates = rankLooks(looks)
    .filter(({ productId, viewCount }) => viewCount >= minViews && buyable.has(productId))
    .map(({ productId }) => ({
      productId,
      since: interestSince(visitsOf.get(productId) ?? [], visit, againAfterDays),
    }));
  return candidates.find(({ since }) => since.getTime() === visit.getTime()) ?? candidates[0] ?? null;
}

/** A cart that a known person's browser has. */
export type CartFacts = {
  /** When the browser showed it last. */
  seenAt: Date;
  /** What the store told of it; null: nothing so far. */
  cart: { activeAt: Date; itemCount: number } | null;
  hasCheckedOut: boolean;
  /** Ordered since the cart began. */
  hasOrdered: boolean;
  /** Something in it can be bought now. */
  isBuyable: boolean;
};

export type CartVerdict =
  | { kind: "left"; leftAt: Date }
  /** Something may still happen with it. */
  | { kind: "wait"; until: Date }
  | {
      kind: "settled";
      reason: "cart-checked-out" | "cart-ordered" | "cart-empty" | "cart-sold-out" | "cart-untold";
    };

/** Whether a cart was left: it holds something, nothing happened with it for a while, and nobody went to check out. */
export function decideCart(facts: CartFacts, now: Date): CartVerdict {
  const { seenAt, cart, hasCheckedOut, hasOrdered, isBuyable } = facts;
  if (hasOrdered) return { kind: "settled", reason: "cart-ordered" };
  if (hasCheckedOut) return { kind: "settled", reason: "cart-checked-out" };
  if (!cart) {
    const until = new Date(seenAt.getTime() + UNTOLD_CART_MS);
    return now < until ? { kind: "wait", until } : { kind: "settled", reason: "cart-untold" };
  }
  const leftAt = new Date(Math.max(seenAt.getTime(), cart.activeAt.getTime()));
  const until = new Date(leftAt.getTime() + QUIET_MS);
  if (now < until) return { kind: "wait", until };
  if (cart.itemCount <= 0) return { kind: "settled", reason: "cart-empty" };
  return isBuyable ? { kind: "left", leftAt } : { kind: "settled", reason: "cart-sold-out" };
}

/** Where a request may come from: a page of the store, or a sandbox, which has no origin to tell. */
export function isOriginKnown(origin: string | null, origins: readonly string[]): boolean {
  if (origin === null) return false;
  return origin === "null" || origins.includes(origin);
}
