import { z } from "zod";

import { HOUR_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";

import { agePoints } from "./ageing/age.server";
import { listShopIdsWithDue } from "./ageing/repository.server";

/** Makes a shop's pending points available, ends those whose time is over, and tells what ends soon. */
export const ageShop = defineJob({
  name: "loyalty.age-shop",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 5,
  priority: 150,
  run: async ({ shopId }, { tx, now }) => {
    const isMore = await agePoints(tx, { shopId, now });
    if (isMore) await enqueueJob(tx, ageShop, { payload: { shopId }, shopId, now });
  },
});

export const sweepPoints: Schedule = {
  name: "loyalty.sweep-points",
  everyMs: HOUR_MS,
  async run(tx, now) {
    const shopIds = await listShopIdsWithDue(tx, { now });
    await enqueueJobs(
      tx,
      ageShop,
      shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
    );
  },
};
