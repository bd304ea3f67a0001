import { z } from "zod";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { enqueueIntents } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { findShop, listInstalledShopIds } from "~/shops/repository.server";

import { customerMetafields } from "../registry.server";
import { customersAtOnce } from "../rules";
import { listWrong } from "./desired.server";
import { setCustomerMetafields } from "./intents.server";
import { clearWishes, listCustomerIds, listShopIdsOfAllShops, listWaiting } from "./repository.server";

/** Customers looked at in one transaction. */
const LIMIT = 500;

type Looking = { shopId: string; customerIds: readonly string[]; now: Date };

/** Takes up who waits to be told of: as many customers a call as Shopify takes, and none of whom there is nothing new. */
export const collectWishes = defineJob({
  name: "customer-metafields.collect",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 8,
  priority: 120,
  async run({ shopId }, { tx, now }) {
    const customerIds = await listWaiting(tx, { shopId, limit: LIMIT });
    if (customerIds.length === 0) return;
    await clearWishes(tx, { shopId, customerIds });
    await tell(tx, { shopId, customerIds, now });
    if (customerIds.length === LIMIT)
      await enqueueJob(tx, collectWishes, { payload: { shopId }, shopId, now, dedupeKey: `${shopId}:more` });
  },
});

/** Goes through all customers of a shop: time and settings change what is true of many of whom nothing was heard. */
export const lookAtShop = defineJob({
  name: "customer-metafields.look-at-shop",
  schema: z.object({ shopId: z.string(), afterId: z.string().nullable() }),
  maxAttempts: 8,
  priority: 200,
  async run({ shopId, afterId }, { tx, now }) {
    if (customerMetafields().length === 0) return;
    const customerIds = await listCustomerIds(tx, { shopId, afterId, limit: LIMIT });
    await tell(tx, { shopId, customerIds, now });
    const lastId = customerIds.at(-1);
    if (customerIds.length === LIMIT && lastId !== undefined)
      await enqueueJob(tx, lookAtShop, { payload: { shopId, afterId: lastId }, shopId, now });
  },
});

async function tell(tx: Tx, { shopId, customerIds, now }: Looking): Promise<void> {
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt) return;
  const wrong = (await listWrong(tx, { shopId, customerIds, now })).map(({ customerId }) => customerId);
  const size = customersAtOnce(customerMetafields().length);
  const groups = Array.from({ length: Math.ceil(wrong.length / size) }, (_, index) =>
    wrong.slice(index * size, (index + 1) * size),
  );
  const intents = groups.map((group) => ({
    dedupeKey: `customer-metafields:${newId()}`,
    payload: { customerIds: group },
    customerId: group.length === 1 ? (group[0] ?? null) : null,
  }));
  await enqueueIntents(tx, setCustomerMetafields, { shopId, now, intents });
}

/** What came while the wishes of a shop were being taken up may have missed them. */
export const sweepWishes: Schedule = {
  name: "customer-metafields.sweep-wishes",
  everyMs: MINUTE_MS,
  async run(tx, now) {
    const before = new Date(now.getTime() - MINUTE_MS);
    for (const shopId of await listShopIdsOfAllShops(tx, { before }))
      await enqueueJob(tx, collectWishes, { payload: { shopId }, shopId, now, dedupeKey: shopId });
  },
};

export const sweepShops: Schedule = {
  name: "customer-metafields.sweep-shops",
  everyMs: DAY_MS - HOUR_MS,
  async run(tx, now) {
    for (const shopId of await listInstalledShopIds(tx)) await requestLook(tx, { shopId, now });
  },
};

/** Has the store told anew of all its customers, where there is anything new: after settings changed. Safe to repeat. */
export async function requestLook(tx: Tx, { shopId, now }: { shopId: string; now: Date }): Promise<void> {
  const payload = { shopId, afterId: null };
  await enqueueJob(tx, lookAtShop, { payload, shopId, now, dedupeKey: shopId });
}
