import { z } from "zod";

import { DAY_MS, HOUR_MS, SECOND_MS } from "~/kit/duration";
import { defineSubscriber } from "~/pipeline/events/subscriber";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { listInstalledShopIds } from "~/shops/repository.server";

import { appMetafields } from "../registry.server";
import { setAppMetafields } from "./intents.server";

const GATHER_MS = SECOND_MS;

/** Several saves in a row are told once. */
export const tellShop = defineJob({
  name: "customer-metafields.tell-shop",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 8,
  async run({ shopId }, { tx, now }) {
    if (appMetafields().length === 0) return;
    const dedupeKey = `app-metafields:${newId()}`;
    await enqueueIntent(tx, setAppMetafields, { shopId, dedupeKey, payload: {}, customerId: null, now });
  },
});

/** Has the store told anew what its pages may know of the programme: after settings were saved. Safe to repeat. */
export async function requestAppMetafields(
  tx: Tx,
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  const runAt = new Date(now.getTime() + GATHER_MS);
  await enqueueJob(tx, tellShop, { payload: { shopId }, shopId, now, runAt, dedupeKey: shopId });
}

export const onShopArrival = defineSubscriber({
  name: "customer-metafields.on-shop-arrival",
  events: ["shop.installed"],
  run: ({ shopId }, { tx, now }) => requestAppMetafields(tx, { shopId, now }),
});

/** What somebody else changed, or a release presents otherwise, is put right. */
export const sweepAppMetafields: Schedule = {
  name: "customer-metafields.sweep-app",
  everyMs: DAY_MS - HOUR_MS,
  async run(tx, now) {
    for (const shopId of await listInstalledShopIds(tx))
      await enqueueJob(tx, tellShop, { payload: { shopId }, shopId, now, dedupeKey: shopId });
  },
};
