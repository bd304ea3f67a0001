import { SECOND_MS } from "~/kit/duration";

import { QUIET_MS } from "../../rules";

/** A visit of one page that was looked at for less is a bounce (F9). */
export const ENGAGED_MS = 10 * SECOND_MS;

/** A page that a browser opened. The ages are milliseconds since it was opened. */
export type PageView = {
  browserKey: string;
  pageKey: string;
  openedAt: Date;
  /** Of the last thing that happened on it; looking on counts for a while. */
  lastMs: number;
  /** Of the last time something was put into the cart; null: nothing was. */
  cartedMs: number | null;
  cartToken: string | null;
  /** The cart was looked at, or something was put into it. */
  isCartShown: boolean;
  checkoutId: string | null;
  /** Of a hundred browsers, how many were counted then. */
  samplePercent: number;
};

/** A visit: pages of one browser with less than half an hour of nothing between them. */
export type Session = {
  startedAt: Date;
  /** When the last thing happened. */
  endedAt: Date;
  pageCount: number;
  isCartShown: boolean;
  checkoutIds: string[];
  /** Carts into which something was put, and when last. Null: the browser never told its token. */
  carts: { token: string | null; cartedAt: Date }[];
};

const lastOf = ({ openedAt, lastMs }: PageView) => openedAt.getTime() + lastMs;

/**
 * The visits in one browser, first to last. A visit ends after half an hour of nothing, and with the day of the shop:
 * whoever calls gives the pages of one day.
 *
 * @param pages In any order.
 */
export function sessionsOf(pages: readonly PageView[]): Session[] {
  const groups: PageView[][] = [];
  let last = -Infinity;
  for (const page of [...pages].sort(byOpening)) {
    const isNew = page.openedAt.getTime() - last >= QUIET_MS;
    last = isNew ? lastOf(page) : Math.max(last, lastOf(page));
    if (isNew) groups.push([page]);
    else groups.at(-1)?.push(page);
  }
  return groups.map(toSession);
}

function byOpening(a: PageView, b: PageView): number {
  return a.openedAt.getTime() - b.openedAt.getTime() || (a.pageKey < b.pageKey ? -1 : 1);
}

function toSession(pages: PageView[]): Session {
  return {
    startedAt: new Date(Math.min(...pages.map(({ openedAt }) => openedAt.getTime()))),
    endedAt: new Date(Math.max(...pages.map(lastOf))),
    pageCount: pages.length,
    isCartShown: pages.some(({ isCartShown }) => isCartShown),
    checkoutIds: [...new Set(pages.flatMap(({ checkoutId }) => checkoutId ?? []))],
    carts: pages.flatMap((page, index) => cartOf(page, pages.slice(index + 1))),
  };
}

/** The first thing put into a cart makes it: only later pages know its token. */
function cartOf({ openedAt, cartedMs, cartToken }: PageView, later: readonly PageView[]): Session["carts"] {
  if (cartedMs === null) return [];
  const token = cartToken ?? later.find((page) => page.cartToken !== null)?.cartToken ?? null;
  return [{ token, cartedAt: new Date(openedAt.getTime() + cartedMs) }];
}

/** How long a visit lasted: from the first thing that happened to the last (F14). */
export function stayOf({ startedAt, endedAt }: Session): number {
  return endedAt.getTime() - startedAt.getTime();
}

/** F9: one page view, no cart or checkout, looked at for less than 10 seconds. */
export function isBounce(session: Session): boolean {
  const { pageCount, isCartShown, checkoutIds } = session;
  return pageCount === 1 && !isCartShown && checkoutIds.length === 0 && stayOf(session) < ENGAGED_MS;
}
