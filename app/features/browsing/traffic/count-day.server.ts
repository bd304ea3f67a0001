import { MINUTE_MS } from "~/kit/duration";
import { startOfDay } from "~/kit/day-start";
import { addDays } from "~/kit/zone";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { saveDay } from "./days/repository.server";
import { countCheckouts, countStoreOrders, listOrdersOf, listPages } from "./repository.server";
import { addFigures, countBrowsers, type Figures, NO_FIGURES } from "./rules/day";
import type { PageView } from "./rules/sessions";

/** Pages read at a time. A browser that opened more in a day is a machine: the rest of it does not count. */
const PAGES_AT_ONCE = 5_000;

type Counted = { shopId: string; zone: string; day: string; abandonedAfterMinutes: number; now: Date };

/**
 * Counts a day of the shop anew, out of all pages of it that are still here, and puts it in the place of what was counted
 * before. So a repeat, and the order in which things were told, make no difference.
 */
export async function countDay(db: RootDb, { shopId, zone, day, ...settings }: Counted): Promise<void> {
  const { abandonedAfterMinutes, now } = settings;
  const range = { from: startOfDay(zone, day), to: startOfDay(zone, addDays(day, 1)) };
  const abandonedAfterMs = abandonedAfterMinutes * MINUTE_MS;
  const samples = await countSamples(db, { shopId, ...range, abandonedAfterMs, now });
  // Of a checkout that was started just now nobody knows yet what becomes of it.
  const decided = new Date(Math.min(range.to.getTime(), now.getTime() - abandonedAfterMs + 1));
  const store = {
    ...(await countStoreOrders(db, { shopId, day })),
    ...(await countCheckouts(db, { shopId, from: range.from, to: decided, withinMs: abandonedAfterMs })),
  };
  await inTransaction(db, (tx) => saveDay(tx, { shopId, day, samples, store, now }), { shopId });
}

type Asked = { shopId: string; from: Date; to: Date; abandonedAfterMs: number; now: Date };

async function countSamples(
  db: RootDb,
  { shopId, from, to, abandonedAfterMs, now }: Asked,
): Promise<Map<number, Figures>> {
  const samples = new Map<number, Figures>();
  let after = "";
  for (;;) {
    const pages = await listPages(db, { shopId, from, to, after, limit: PAGES_AT_ONCE });
    if (pages.length === 0) return samples;
    const whole = pages.length < PAGES_AT_ONCE ? pages : withoutLastBrowser(pages);
    const orders = await listOrdersOf(db, { shopId, pages: whole });
    const byBrowser = Map.groupBy(whole, ({ browserKey }) => browserKey);
    const counting = { orders, abandonedAfterMs, now };
    for (const [percent, figures] of countBrowsers(byBrowser.values(), counting))
      samples.set(percent, addFigures(samples.get(percent) ?? NO_FIGURES, figures));
    after = whole.at(-1)?.browserKey ?? "";
  }
}

/** Its other pages are not read yet; unless it has all of these to itself. */
function withoutLastBrowser(pages: readonly PageView[]): readonly PageView[] {
  const last = pages.at(-1)?.browserKey;
  const others = pages.filter(({ browserKey }) => browserKey !== last);
  return others.length > 0 ? others : pages;
}
