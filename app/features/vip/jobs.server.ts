import { z } from "zod";

import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { listInstalledShopIds } from "~/shops/repository.server";

import { findActive } from "./active.server";
import { setVipTags } from "./intents.server";
import { renewBounds } from "./measures/read.server";
import { enqueueDuePerks } from "./perks/jobs.server";
import { moveCustomer } from "./moves.server";
import {
  findIntendedTag,
  findVipCustomer,
  listDueMembers,
  listIntendedTags,
  listTagHolders,
} from "./repository.server";
import { decideTagChange, isSettling, managedTags, settledAt } from "./rules";
import type { Judgement, Look } from "./rules/judge";
import type { VipSettings } from "./schema";
import { judgeKnown } from "./situations.server";

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
    const { settings, shop } = active;
    await renewBounds(tx, { shopId, settings, now });
    const zone = shop.ianaTimezone;
    await enqueueDuePerks(tx, { shop, settings, now });
    await lookAt(tx, {
      shopId,
      cause,
      now,
      customerIds: await listMisplaced(tx, { shopId, zone, settings, now }),
    });
  },
});

async function lookAt(
  tx: Tx,
  {
    shopId,
    customerIds,
    cause,
    now,
  }: { shopId: string; customerIds: readonly string[]; cause: string; now: Date },
): Promise<void> {
  const jobs = customerIds.map((customerId) => ({
    payload: { shopId, customerId, cause },
    shopId,
    now,
    dedupeKey: `${customerId}:${cause}`,
  }));
  await enqueueJobs(tx, evaluateCustomer, jobs);
}

/** Looks at the members of whom something comes due by itself: an end of grace or of a tier by hand, or its notice. */
export const sweepEnds: Schedule = {
  name: "vip.sweep-ends",
  everyMs: HOUR_MS,
  async run(tx, now) {
    const cause = `due:${now.toISOString()}`;
    for (const shopId of await listInstalledShopIds(tx)) {
      const customerIds = await listDueMembers(tx, { shopId, now });
      if (customerIds.length > 0) await lookAt(tx, { shopId, cause, now, customerIds });
    }
  },
};

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

/** Customers whose tier is not what is theirs, or whose tag is not what we asked for. */
async function listMisplaced(
  tx: Tx,
  { shopId, zone, settings, now }: { shopId: string; zone: string; settings: VipSettings; now: Date },
): Promise<string[]> {
  const misplaced: string[] = [];
  for await (const judgements of judgeKnown(tx, { shopId, zone, settings, bounds: "kept", now }))
    misplaced.push(...(await listMisplacedAmong(tx, judgements, { shopId, settings })));
  return misplaced;
}

async function listMisplacedAmong(
  tx: Tx,
  judgements: ReadonlyMap<string, Judgement>,
  { shopId, settings }: { shopId: string; settings: VipSettings },
): Promise<string[]> {
  const customerIds = [...judgements.keys()];
  const intended = await listIntendedTags(tx, { shopId, customerIds });
  const managed = managedTags(settings);
  const tagKeys = managed.map((tag) => tag.toLowerCase());
  const holders = await listTagHolders(tx, { shopId, customerIds, tagKeys });
  const hasWrongTag = (customerId: string, wanted: string | null) => {
    if (!intended.has(customerId)) return wanted !== null;
    if (intended.get(customerId) !== wanted) return true;
    const change = decideTagChange({ current: holders.get(customerId) ?? [], wanted, managed });
    return change.add.length + change.remove.length > 0;
  };
  return [...judgements].flatMap(([customerId, { isSettled, next }]) =>
    !isSettled || hasWrongTag(customerId, next.tier?.tag ?? null) ? [customerId] : [],
  );
}
