import type { SentMail } from "../../dev-store/context";
import {
  countStore,
  countTagged,
  isValidOrder,
  netPaymentMinor,
  type StoreCounts,
} from "../../dev-store/commerce/counts";
import type { DevStore } from "../../dev-store/start";
import type { Checkout, Order } from "../../dev-store/state/model";

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

export type StoreFigures = StoreCounts & {
  repeatPurchaseRate: number | null;
  recoveryMails: number;
  ordersRecovered: number;
  recoveredRevenueMinor: number;
  recoveryRate: number | null;
  /** Orders from a mailed checkout within a week, whatever became of them. */
  ordersFromMailedCheckouts: number;
  tagged: (tag: string) => number;
};

/** What the store itself counted, from its own records and its mail server, knowing nothing of the app's tables. */
export async function readStoreFigures(devStore: DevStore): Promise<StoreFigures> {
  const counts = countStore(devStore.store);
  const linked = devStore.mail.mails.filter((mail) => recoveryLinks(mail).length > 0);
  const { mails, mailed } = await mailedCheckouts(devStore, linked);
  const completed = ordersOf(devStore, mailed);
  const recovered = completed.filter(isValidOrder);
  return {
    ...counts,
    repeatPurchaseRate: counts.buyers === 0 ? null : counts.repeatBuyers / counts.buyers,
    recoveryMails: mails.length,
    ordersRecovered: recovered.length,
    ordersFromMailedCheckouts: completed.length,
    recoveredRevenueMinor: recovered.reduce((sum, order) => sum + netPaymentMinor(order), 0),
    recoveryRate: mailed.size === 0 ? null : recovered.length / mailed.size,
    tagged: (tag) => countTagged(devStore.store, tag),
  };
}

/** Addresses of the personal links in a mail that lead back to a checkout, counted on their way or not. */
export function recoveryLinks(mail: Pick<SentMail, "html">): string[] {
  return [...new Set([...mail.html.matchAll(/href="([^"]*\/[rc]\/[^"]+)"/g)].map((match) => match[1] ?? ""))];
}

/**
 * Mails that lead back to a checkout, and those checkouts with the time of the first; found as the shopper would: where
 * the link leads.
 */
async function mailedCheckouts(
  devStore: DevStore,
  linked: readonly SentMail[],
): Promise<{ mails: SentMail[]; mailed: Map<string, Date> }> {
  const mails: SentMail[] = [];
  const mailed = new Map<string, Date>();
  for (const mail of linked) {
    const checkout = await checkoutBehind(devStore, recoveryLinks(mail)[0] ?? "");
    if (!checkout) continue;
    mails.push(mail);
    if (!mailed.has(checkout.token)) mailed.set(checkout.token, mail.receivedAt);
  }
  return { mails, mailed };
}

async function checkoutBehind(devStore: DevStore, link: string): Promise<Checkout | null> {
  const response = await fetch(link, { redirect: "manual" });
  const location = response.headers.get("Location");
  if (!location) return null;
  // A counted link leads to the personal one first.
  if (/\/r\/[^/]+$/.test(location)) return checkoutBehind(devStore, location);
  const target = new URL(location);
  const path = target.searchParams.get("redirect") ?? target.pathname + target.search;
  const cartToken = /\/checkouts\/ac\/([^/]+)\/recover/.exec(path)?.[1];
  return [...devStore.store.checkouts.values()].find((checkout) => checkout.cartToken === cartToken) ?? null;
}

function ordersOf(devStore: DevStore, mailed: ReadonlyMap<string, Date>): Order[] {
  return [...devStore.store.orders.values()].filter((order) => {
    const mailedAt = order.checkoutToken === null ? undefined : mailed.get(order.checkoutToken);
    const afterMs = mailedAt ? order.processedAt.getTime() - mailedAt.getTime() : -1;
    return afterMs >= 0 && afterMs <= WEEK_MS;
  });
}
