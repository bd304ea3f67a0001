import { z } from "zod";

import { DAY_MS, MINUTE_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";

import {
  deleteUnwilling,
  listOverVisits,
  listShopIdsToSettle,
  listShopIdsWithVisitors,
} from "../repository/visitors.server";
import { QUIET_MS } from "../rules";
import { endVisit } from "./end-visit.server";
import { settleCarts } from "./settle-carts.server";

const ShopSchema = z.object({ shopId: z.string() });
const BATCH = 200;

/** Tells of visits that are over and of carts that were left, a batch at a time. Safe to repeat. */
export const settleBrowsing = defineJob({
  name: "browsing.settle",
  schema: ShopSchema,
  maxAttempts: 8,
  priority: 110,
  async run({ shopId }, { tx, now }) {
    const visits = await listOverVisits(tx, { shopId, now, limit: BATCH });
    for (const visitor of visits) await endVisit(tx, visitor, { shopId, now });
    const carts = await settleCarts(tx, { shopId, now, limit: BATCH });
    if (visits.length === BATCH || carts === BATCH) await again(tx, { shopId, now });
  },
});

function again(tx: Parameters<typeof enqueueJob>[0], { shopId, now }: { shopId: string; now: Date }) {
  return enqueueJob(tx, settleBrowsing, { payload: { shopId }, shopId, now });
}

/** Forgets what is known of people who said since that they do not want to be followed. Safe to repeat. */
export const forgetUnwilling = defineJob({
  name: "browsing.forget-unwilling",
  schema: ShopSchema,
  maxAttempts: 8,
  priority: 150,
  run: async ({ shopId }, { tx }) => {
    await deleteUnwilling(tx, { shopId });
  },
});

export const sweepBrowsing: Schedule = {
  name: "browsing.sweep-due",
  everyMs: MINUTE_MS,
  async run(tx, now) {
    const shopIds = await listShopIdsToSettle(tx, { now, seenBy: new Date(now.getTime() - QUIET_MS) });
    await enqueueJobs(
      tx,
      settleBrowsing,
      shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
    );
  },
};

export const sweepUnwilling: Schedule = {
  name: "browsing.sweep-unwilling",
  everyMs: DAY_MS,
  async run(tx, now) {
    const shopIds = await listShopIdsWithVisitors(tx);
    await enqueueJobs(
      tx,
      forgetUnwilling,
      shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
    );
  },
};
