import { z } from "zod";

import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { listInstalledShopIds } from "~/shops/repository.server";

import { findActive } from "./active.server";
import { setVipTags } from "./intents.server";
import { type Look, moveCustomer } from "./moves.server";
import {
  findIntendedTag,
  findVipCustomer,
  listCandidates,
  listIntendedTags,
  listTagHolders,
} from "./repository.server";
import { decideTagChange, decideTier, isSettling, managedTags, settledAt, windowStart } from "./rules";
import type { VipSettings } from "./schema";

/** Looks at one customer because a sweep or new settings said so. */
export const evaluateCustomer = defineJob({
  name: "vip.evaluate-customer",
  schema: z.object({ shopId: z.string(), customerId: z.string(), cause: z.string() }),
  maxAttempts: 8,
  priority: 120,
  isShort: true,
  run: async (payload, { tx, now }) => {
    await moveCustomer(tx, { ...payload, now });
    await repairTags(tx, { ...payload, now });
  },
});

/** Finds who has not the tier or the tag they should have, and looks at each. */
export const enrolShop = defineJob({
  name: "vip.enrol-shop",
  schema: z.object({ shopId: z.string(), cause: z.string() }),
  maxAttempts: 8,
  priority: 110,
  run: async ({ shopId, cause }, { tx, now }) => {
    const active = await findActive(tx, { shopId });
    if (!active) return;
    const customerIds = await listMisplaced(tx, { shopId, settings: active.settings, now });
    await enqueueJobs(
      tx,
      evaluateCustomer,
      customerIds.map((customerId) => ({
        payload: { shopId, customerId, cause },
        shopId,
        now,
        dedupeKey: `${customerId}:${cause}`,
      })),
    );
  },
});

/** Once a day: a rolling window moves on by itself, and a lost webhook may have hidden an edit of tags. */
export const sweepShops: Schedule = {
  name: "vip.sweep-shops",
  everyMs: DAY_MS - HOUR_MS,
  async run(tx, now) {
    const cause = `sweep:${now.toISOString()}`;
    for (const shopId of await listInstalledShopIds(tx)) {
      await enqueueJob(tx, enrolShop, {
        payload: { shopId, cause },
        shopId,
        now,
        dedupeKey: `${shopId}:sweep`,
      });
    }
  },
};

/**
 * Puts right what somebody else changed about the VIP tags.
 *
 * Our own changes come back as webhooks too, the removal and the addition apart and in any order: while they settle,
 * the look is put off.
 */
export async function repairTags(
  tx: Tx,
  { shopId, customerId, cause, now }: Look & { shopId: string; now: Date },
): Promise<void> {
  const active = await findActive(tx, { shopId });
  const intended = await findIntendedTag(tx, { shopId, customerId });
  if (!active || !intended) return;
  if (isSettling(intended.askedAt, now)) {
    const runAt = settledAt(intended.askedAt);
    const payload = { shopId, customerId, cause: `settled:${runAt.toISOString()}` };
    await enqueueJob(tx, evaluateCustomer, {
      payload,
      shopId,
      now,
      runAt,
      dedupeKey: `${customerId}:settled`,
    });
    return;
  }
  const customer = await findVipCustomer(tx, { shopId, customerId });
  if (!customer) return;
  const managed = managedTags(active.settings);
  const change = decideTagChange({ current: customer.tags, wanted: intended.tag, managed });
  if (change.add.length + change.remove.length === 0) return;
  await enqueueIntent(tx, setVipTags, {
    shopId,
    dedupeKey: `vip-tags:${customerId}:${cause}`,
    payload: { customerId, cause: "repair" },
    customerId,
    now,
  });
}

/** Customers whose tier is not what their orders earn, or whose tag is not what we asked for. */
async function listMisplaced(
  tx: Tx,
  { shopId, settings, now }: { shopId: string; settings: VipSettings; now: Date },
): Promise<string[]> {
  const candidates = await listCandidates(tx, { shopId, since: windowStart(settings.window, now) });
  const intended = await listIntendedTags(tx, { shopId });
  const managed = managedTags(settings);
  const holders = await listTagHolders(tx, { shopId, tagKeys: managed.map((tag) => tag.toLowerCase()) });
  const hasWrongTag = (customerId: string, wanted: string | null) => {
    if (!intended.has(customerId)) return wanted !== null;
    if (intended.get(customerId) !== wanted) return true;
    const change = decideTagChange({ current: holders.get(customerId) ?? [], wanted, managed });
    return change.add.length + change.remove.length > 0;
  };
  const misplaced = candidates.filter(({ customerId, facts, tierId }) => {
    const tier = decideTier(facts, settings);
    return tierId !== (tier?.id ?? null) || hasWrongTag(customerId, tier?.tag ?? null);
  });
  // Who neither buys nor has a tier any more may still carry a tag of ours.
  const looked = new Set(candidates.map((candidate) => candidate.customerId));
  const left = [...intended.keys()].filter(
    (customerId) => !looked.has(customerId) && hasWrongTag(customerId, null),
  );
  return [...misplaced.map((candidate) => candidate.customerId), ...left];
}
