import { MINUTE_MS } from "~/kit/duration";
import type { Schedule } from "~/pipeline/jobs/definition";

import { listDuePlansOfAllShops, listUnplannedShopsOfAllShops, savePlan } from "./plan/repository.server";
import { requestReconcile } from "./request.server";
import { nextNightly } from "./rules";

const SHOPS_AT_ONCE = 200;

/** Begins the runs that are due tonight, each shop at a minute of its own. */
export const sweepDueShops: Schedule = {
  name: "reconcile.sweep-due",
  everyMs: 5 * MINUTE_MS,
  async run(tx, now) {
    for (const shop of await listUnplannedShopsOfAllShops(tx, { limit: SHOPS_AT_ONCE }))
      await savePlan(tx, { shopId: shop.shopId, nextAt: nextNightly(shop.shopId, shop.ianaTimezone, now) });
    for (const { shopId, ianaTimezone } of await listDuePlansOfAllShops(tx, { now, limit: SHOPS_AT_ONCE })) {
      await savePlan(tx, { shopId, nextAt: nextNightly(shopId, ianaTimezone, now) });
      await requestReconcile(tx, { shopId, cause: "nightly", now });
    }
  },
};
