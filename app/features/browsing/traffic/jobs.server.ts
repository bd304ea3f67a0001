import { z } from "zod";

import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { startOfDay } from "~/kit/day-start";
import { addDays, dayIn } from "~/kit/zone";
import { defineOutsideJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { getEnv } from "~/platform/env.server";
import { findShop, listInstalledShopIds } from "~/shops/repository.server";

import { readPixel } from "../pixel/origins.server";
import { countDay } from "./count-day.server";

const ShopSchema = z.object({ shopId: z.string() });

/**
 * Counts the visits of today and yesterday anew. So a day is final when the day after it is over, and its figures stay
 * when the pages they were counted from are gone. Safe to repeat.
 *
 * It reads for long in a large shop, so it is no transaction but for what it writes.
 */
export const countVisits = defineOutsideJob({
  name: "browsing.count-visits",
  schema: ShopSchema,
  maxAttempts: 3,
  priority: 150,
  async run({ shopId }, { db, now }) {
    const shop = await findShop(db, { shopId });
    if (!shop || shop.uninstalledAt) return;
    const { settings } = await readPixel(db, { shop });
    const { abandonedAfterMinutes } = settings;
    const zone = shop.ianaTimezone;
    const today = dayIn(zone, now);
    for (const day of [addDays(today, -1), today])
      if (isKept(zone, day, now)) await countDay(db, { shopId, zone, day, abandonedAfterMinutes, now });
  },
});

/** Of a day whose pages are partly gone, what was counted while they were there is better. */
function isKept(zone: string, day: string, now: Date): boolean {
  return startOfDay(zone, day).getTime() >= now.getTime() - getEnv().RETENTION_DAYS.visits * DAY_MS;
}

export const sweepVisits: Schedule = {
  name: "browsing.sweep-visits",
  everyMs: HOUR_MS,
  async run(tx, now) {
    const shopIds = await listInstalledShopIds(tx);
    await enqueueJobs(
      tx,
      countVisits,
      shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
    );
  },
};
