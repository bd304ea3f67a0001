import { z } from "zod";

import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { findShop, listInstalledShopIds } from "~/shops/repository.server";

import { announceExpiring, announceStanding } from "./announce.server";
import { changeCode } from "./change.server";
import { claimReminder, listCodes } from "./repository.server";
import { deleteDiscounts } from "./sweep/intents.server";
import {
  listOverIds,
  listPoolIdsToRemove,
  listShopIdsToTidy,
  listToRemindIds,
  listToRemoveIds,
  markRemovalAsked,
} from "./sweep/repository.server";
import { requestReading } from "./terms/request.server";

/** Codes looked at in one run, of each kind of tidying. */
const LIMIT = 500;
/** Discounts deleted by one intent: a quarter of a minute of Shopify's time. */
const REMOVED_AT_ONCE = 25;

type Tidying = { shopId: string; now: Date; limit: number };

/**
 * Ends a shop's unused codes whose time is over, reminds of those that end soon, and asks for the ended ones to be
 * deleted at Shopify. Each is done once per code, by what the row says. Of a large campaign all end on one day: what is
 * left after one run is seen to by the next, at once.
 */
export const tidyShopCodes = defineJob({
  name: "incentives.tidy-codes",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 5,
  priority: 200,
  async run({ shopId }, { tx, now }) {
    const tidying = { shopId, now, limit: LIMIT };
    const counts = [await endOver(tx, tidying), await remind(tx, tidying), await askForRemoval(tx, tidying)];
    if (counts.some((count) => count >= LIMIT)) await enqueueTidying(tx, { shopId, now });
  },
});

function enqueueTidying(tx: Tx, { shopId, now }: { shopId: string; now: Date }): Promise<void> {
  return enqueueJob(tx, tidyShopCodes, { payload: { shopId }, shopId, now, dedupeKey: shopId });
}

/** @returns how many there were to do; so do the others. */
async function endOver(tx: Tx, tidying: Tidying): Promise<number> {
  const { shopId, now } = tidying;
  const codeIds = await listOverIds(tx, tidying);
  for (const code of await listCodes(tx, { shopId, codeIds })) {
    if (await changeCode(tx, code, { state: "expired" }))
      await announceStanding(tx, { before: code.state, after: { ...code, state: "expired" }, now });
  }
  return codeIds.length;
}

async function remind(tx: Tx, tidying: Tidying): Promise<number> {
  const { shopId, now } = tidying;
  const codeIds = await listToRemindIds(tx, tidying);
  for (const code of await listCodes(tx, { shopId, codeIds })) {
    if (await claimReminder(tx, { shopId, codeId: code.id, now })) await announceExpiring(tx, code, now);
  }
  return codeIds.length;
}

async function askForRemoval(tx: Tx, tidying: Tidying): Promise<number> {
  const { shopId, now } = tidying;
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt) return 0;
  const codeIds = await listToRemoveIds(tx, tidying);
  const poolIds = await listPoolIdsToRemove(tx, tidying);
  const batches = poolIds.map((id): Batch => ({ codeIds: [], poolIds: [id] }));
  for (let from = 0; from < codeIds.length; from += REMOVED_AT_ONCE)
    batches.push({ codeIds: codeIds.slice(from, from + REMOVED_AT_ONCE), poolIds: [] });
  for (const payload of batches) {
    const [first = ""] = [...payload.codeIds, ...payload.poolIds];
    await enqueueIntent(tx, deleteDiscounts, {
      shopId,
      dedupeKey: `delete-discounts:${first}:${now.getTime()}`,
      payload,
      customerId: null,
      now,
    });
  }
  await markRemovalAsked(tx, { shopId, codeIds, poolIds, now });
  return codeIds.length;
}

type Batch = { codeIds: string[]; poolIds: string[] };

export const sweepCodes: Schedule = {
  name: "incentives.sweep",
  everyMs: HOUR_MS,
  async run(tx, now) {
    const shopIds = await listShopIdsToTidy(tx, { now });
    await enqueueJobs(
      tx,
      tidyShopCodes,
      shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
    );
  },
};

/** What discounts a shop has is read once a day: webhooks tell neither their class nor what they combine with. */
export const readDiscountsDaily: Schedule = {
  name: "incentives.read-discounts",
  everyMs: DAY_MS,
  async run(tx, now) {
    for (const shopId of await listInstalledShopIds(tx)) await requestReading(tx, { shopId, now });
  },
};
