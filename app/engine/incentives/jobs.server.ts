import { z } from "zod";

import { HOUR_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJobs } from "~/pipeline/jobs/enqueue.server";

import { expireCodes, listShopIdsWithExpiredCodes } from "./repository.server";

/** Ends a shop's unused codes whose time is over. Shopify stops taking them by itself. */
export const expireShopCodes = defineJob({
  name: "incentives.expire-codes",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 5,
  priority: 200,
  async run({ shopId }, { tx, now }) {
    await expireCodes(tx, { shopId, now });
  },
});

export const sweepExpiredCodes: Schedule = {
  name: "incentives.sweep-expired",
  everyMs: HOUR_MS,
  async run(tx, now) {
    const shopIds = await listShopIdsWithExpiredCodes(tx, { now });
    await enqueueJobs(
      tx,
      expireShopCodes,
      shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
    );
  },
};
