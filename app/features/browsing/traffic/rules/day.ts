import { QUIET_MS } from "../../rules";
import { isBounce, type PageView, type Session, sessionsOf, stayOf } from "./sessions";
import { addStay, addStays, NO_STAYS, type Stays } from "./stays";

/** What the visits of a day amount to. Those of two parts of the browsers add up to those of both. */
export type Figures = {
  sessionCount: number;
  /** Different browsers that day, and those of them that bought. */
  visitorCount: number;
  buyerCount: number;
  orderCount: number;
  bounceCount: number;
  stayedMs: number;
  stays: Stays;
  /** Carts into which something was put, and those of them that were ordered in time. */
  cartCount: number;
  orderedCartCount: number;
};

export const NO_FIGURES: Figures = {
  ...{ sessionCount: 0, visitorCount: 0, buyerCount: 0, orderCount: 0, bounceCount: 0, stayedMs: 0 },
  ...{ stays: NO_STAYS, cartCount: 0, orderedCartCount: 0 },
};

/** A valid order, by what a browser can have shown of it. */
export type StoreOrder = {
  id: string;
  placedAt: Date;
  checkoutId: string | null;
  cartToken: string | null;
};

export type Counting = {
  /** At least those of the browser's checkouts and carts. */
  orders: readonly StoreOrder[];
  /** A cart is abandoned when so long after the last thing put into it no order came of it. */
  abandonedAfterMs: number;
  now: Date;
};

/**
 * What one browser's pages of one day of the shop amount to. Visits under way and carts that may still be ordered are
 * left out; they are counted the next time.
 */
export function countBrowser(pages: readonly PageView[], counting: Counting): Figures {
  const sessions = sessionsOf(pages);
  const over = sessions.filter(({ endedAt }) => endedAt.getTime() + QUIET_MS <= counting.now.getTime());
  const orderCount = new Set(over.flatMap((session) => ordersOf(session, counting))).size;
  const carts = cartsOf(sessions).filter(
    ({ cartedAt }) => cartedAt.getTime() + counting.abandonedAfterMs <= counting.now.getTime(),
  );
  return {
    sessionCount: over.length,
    visitorCount: over.length > 0 ? 1 : 0,
    buyerCount: orderCount > 0 ? 1 : 0,
    orderCount,
    bounceCount: over.filter(isBounce).length,
    stayedMs: over.reduce((sum, session) => sum + stayOf(session), 0),
    stays: over.reduce((stays, session) => addStay(stays, stayOf(session)), NO_STAYS),
    cartCount: carts.length,
    orderedCartCount: carts.filter((cart) => isOrdered(cart, counting)).length,
  };
}

/** Orders that came of checkouts begun in a visit, before it was over. */
function ordersOf({ checkoutIds, endedAt }: Session, { orders }: Counting): string[] {
  return orders
    .filter(({ checkoutId }) => checkoutId !== null && checkoutIds.includes(checkoutId))
    .filter(({ placedAt }) => placedAt.getTime() <= endedAt.getTime() + QUIET_MS)
    .map(({ id }) => id);
}

/** `cartedAt`: when something was put in last; `filledAt`: when first. */
type Carted = { token: string | null; filledAt: Date; cartedAt: Date; checkoutIds: string[] };

/** The browser's carts, each once; one whose token nobody told is the only one of its visit. */
function cartsOf(sessions: readonly Session[]): Carted[] {
  const carts = new Map<string, Carted>();
  for (const { startedAt, carts: filled, checkoutIds } of sessions) {
    for (const { token, cartedAt } of filled) {
      const key = token ?? `in ${startedAt.toISOString()}`;
      const before = carts.get(key);
      carts.set(key, {
        token,
        filledAt: before && before.filledAt < cartedAt ? before.filledAt : cartedAt,
        cartedAt: before && before.cartedAt > cartedAt ? before.cartedAt : cartedAt,
        checkoutIds: [...(before?.checkoutIds ?? []), ...checkoutIds],
      });
    }
  }
  return [...carts.values()];
}

/** What was bought before anything was in the cart came of another one. */
function isOrdered(cart: Carted, { orders, abandonedAfterMs }: Counting): boolean {
  const { filledAt, cartedAt } = cart;
  return orders.some(
    (order) =>
      order.placedAt >= filledAt &&
      order.placedAt.getTime() <= cartedAt.getTime() + abandonedAfterMs &&
      cameOf(cart, order),
  );
}

/** By the cart's token where both tell it: a visit may have a second cart, and one checkout. */
function cameOf({ token, checkoutIds }: Carted, { cartToken, checkoutId }: StoreOrder): boolean {
  if (token !== null && cartToken !== null) return token === cartToken;
  return checkoutId !== null && checkoutIds.includes(checkoutId);
}

/** Both together. */
export function addFigures(a: Figures, b: Figures): Figures {
  return {
    sessionCount: a.sessionCount + b.sessionCount,
    visitorCount: a.visitorCount + b.visitorCount,
    buyerCount: a.buyerCount + b.buyerCount,
    orderCount: a.orderCount + b.orderCount,
    bounceCount: a.bounceCount + b.bounceCount,
    stayedMs: a.stayedMs + b.stayedMs,
    stays: addStays(a.stays, b.stays),
    cartCount: a.cartCount + b.cartCount,
    orderedCartCount: a.orderedCartCount + b.orderedCartCount,
  };
}

/** What the figures of a sample stand for: those of so many of a hundred browsers, for all. Not rounded. */
export function scaleFigures(figures: Figures, samplePercent: number): Figures {
  const scale = (count: number) => (count * 100) / samplePercent;
  return {
    sessionCount: scale(figures.sessionCount),
    visitorCount: scale(figures.visitorCount),
    buyerCount: scale(figures.buyerCount),
    orderCount: scale(figures.orderCount),
    bounceCount: scale(figures.bounceCount),
    stayedMs: scale(figures.stayedMs),
    stays: figures.stays.map(scale),
    cartCount: scale(figures.cartCount),
    orderedCartCount: scale(figures.orderedCartCount),
  };
}

/**
 * The figures of many browsers' pages of a day, by the rate at which they were counted; a browser for which it changed
 * that day counts at the highest.
 */
export function countBrowsers(
  browsers: Iterable<readonly PageView[]>,
  counting: Counting,
): Map<number, Figures> {
  const counted = new Map<number, Figures>();
  for (const pages of browsers) {
    const samplePercent = Math.max(...pages.map((page) => page.samplePercent));
    const before = counted.get(samplePercent) ?? NO_FIGURES;
    counted.set(samplePercent, addFigures(before, countBrowser(pages, counting)));
  }
  return counted;
}
