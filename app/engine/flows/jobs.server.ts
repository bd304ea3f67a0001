import { z } from "zod";

import { MINUTE_MS, SECOND_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { enterRest, sweepMark, type Swept, sweepTriggers } from "./entry/sweep.server";
import { listShopIdsToSweep } from "./repository.server";
import { advanceRuns, BATCH } from "./run/advance.server";
import { listShopIdsWithDueRuns } from "./run/repository.server";

const ShopSchema = z.object({ shopId: z.string() });

/** Moves a batch of a shop's due runs on, and asks for the next batch. */
export const advanceShop = defineJob({
  name: "flows.advance",
  schema: ShopSchema,
  maxAttempts: 8,
  priority: 90,
  run: async ({ shopId }, { tx, now }) => {
    if ((await advanceRuns(tx, { shopId, now })) === BATCH) await enqueueAdvance(tx, { shopId, now });
  },
});

/** Has a shop's due runs moved on soon. Once, however often it is asked for. */
export async function enqueueAdvance(tx: Tx, { shopId, now }: { shopId: string; now: Date }): Promise<void> {
  await enqueueJob(tx, advanceShop, { payload: { shopId }, shopId, now, dedupeKey: shopId });
}

/** Lets people in whose time has come. */
export const sweepShop = defineJob({
  name: "flows.sweep-shop",
  schema: ShopSchema,
  maxAttempts: 5,
  priority: 110,
  run: async ({ shopId }, { tx, now }) => {
    const swept = await sweepTriggers(tx, { shopId, now });
    await goOn(tx, swept, { shopId, now });
    if (swept.isCut) await enqueueJob(tx, sweepShop, { payload: { shopId }, shopId, now, dedupeKey: shopId });
  },
});

const RestSchema = z.object({
  ...ShopSchema.shape,
  flowId: z.string(),
  from: z.coerce.date(),
  to: z.coerce.date(),
  after: z.string(),
});

/** Lets in who was left over of many whose time came at once, a portion at a time. */
export const enterRestOfShop = defineJob({
  name: "flows.enter-rest",
  schema: RestSchema,
  maxAttempts: 8,
  priority: 110,
  run: async ({ shopId, ...rest }, { tx, now }) =>
    goOn(tx, await enterRest(tx, { shopId, now, rest }), { shopId, now }),
});

async function goOn(
  tx: Tx,
  { entered, rests }: Swept,
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  const jobs = rests.map((rest) => ({
    ...{ payload: { shopId, ...rest }, shopId, now },
    dedupeKey: `${rest.flowId}:${rest.to.toISOString()}:${rest.after}`,
  }));
  await enqueueJobs(tx, enterRestOfShop, jobs);
  if (entered > 0) await enqueueAdvance(tx, { shopId, now });
}

/** Looks for shops with runs that slept long enough. */
export const sweepDueRuns: Schedule = {
  name: "flows.sweep-due",
  everyMs: 5 * SECOND_MS,
  async run(tx, now) {
    for (const shopId of await listShopIdsWithDueRuns(tx, { now })) await enqueueAdvance(tx, { shopId, now });
  },
};

/** Looks for flows whose trigger by time was not asked since the last mark of the clock. */
export const sweepDueTriggers: Schedule = {
  name: "flows.sweep-triggers",
  everyMs: MINUTE_MS,
  async run(tx, now) {
    const shopIds = await listShopIdsToSweep(tx, { before: sweepMark(now) });
    await enqueueJobs(
      tx,
      sweepShop,
      shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
    );
  },
};
