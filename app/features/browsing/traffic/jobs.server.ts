import { z } from "zod";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { startOfDay } from "~/kit/day-start";
import { addDays, dayIn } from "~/kit/zone";
import { defineOutsideJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { type Db, inTransaction } from "~/platform/db.server";
import { getEnv } from "~/platform/env.server";
import { findShop, listInstalledShopIds } from "~/shops/repository.server";

import { readPixel } from "../pixel/origins.server";
import { hourOf } from "./asked-hours.server";
import { countDay } from "./count-day.server";
import { hasPagesSince } from "./repository.server";

const USUAL_DAYS = 2;
/** Once a day: what happened without a page, and what a count missed that failed. As long as pages are kept. */
const WHOLE_DAYS = 3;

const CountSchema = z.object({
  shopId: z.string(),
  /** How many days of the shop, back from today. */
  days: z.number().int().min(1).default(USUAL_DAYS),
});

/**
 * Counts the visits of the last days anew, and once more in an hour while some are not decided yet. A day is final when
 * the day after it is over; its figures stay when the pages they were counted from are gone. Safe to repeat.
 *
 * It reads for long in a large shop, so it is no transaction but for what it writes.
 */
export const countVisits = defineOutsideJob({
  name: "browsing.count-visits",
  schema: CountSchema,
  maxAttempts: 3,
  priority: 150,
  async run({ shopId, days }, { db, now }) {
    const shop = await findShop(db, { shopId });
    if (!shop || shop.uninstalledAt) return;
    const { settings } = await readPixel(db, { shop });
    const { abandonedAfterMinutes } = settings;
    const zone = shop.ianaTimezone;
    const today = dayIn(zone, now);
    for (let back = days - 1; back >= 0; back -= 1) {
      const day = addDays(today, -back);
      if (isKept(zone, day, now)) await countDay(db, { shopId, zone, day, abandonedAfterMinutes, now });
    }
    // A page may be read for a while before something is put into the cart.
    const since = new Date(now.getTime() - abandonedAfterMinutes * MINUTE_MS - HOUR_MS);
    if (await hasPagesSince(db, { shopId, since }))
      await inTransaction(db, (tx) => askForCount(tx, { shopId, now }), { shopId });
  },
});

/** Asks for the count of the hour, an hour from now: then it is over. Safe to repeat: once per shop and hour. */
export function askForCount(tx: Db, { shopId, now }: { shopId: string; now: Date }): Promise<void> {
  const runAt = new Date(now.getTime() + HOUR_MS);
  const dedupeKey = `${shopId}:${hourOf(now)}`;
  return enqueueJob(tx, countVisits, {
    payload: { shopId, days: USUAL_DAYS },
    shopId,
    now,
    runAt,
    dedupeKey,
  });
}

/** Of a day whose pages are partly gone, what was counted while they were there is better. */
function isKept(zone: string, day: string, now: Date): boolean {
  return startOfDay(zone, day).getTime() >= now.getTime() - getEnv().RETENTION_DAYS.visits * DAY_MS;
}

/** Makes days whole, also those on which nobody's page was told of. All through the day, so that no hour has it all. */
export const sweepVisits: Schedule = {
  name: "browsing.sweep-visits",
  everyMs: DAY_MS,
  async run(tx, now) {
    const shopIds = await listInstalledShopIds(tx);
    await enqueueJobs(
      tx,
      countVisits,
      shopIds.map((shopId, index) => ({
        ...{ payload: { shopId, days: WHOLE_DAYS }, shopId, now, dedupeKey: shopId },
        runAt: new Date(now.getTime() + Math.floor((index / shopIds.length) * DAY_MS)),
      })),
    );
  },
};
