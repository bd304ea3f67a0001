import { z } from "zod";

import { appendDecision } from "~/engine/decisions/append.server";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "~/kit/duration";
import { publishEvents } from "~/pipeline/events/publish.server";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { findShop, listInstalledShopIds } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { setVipTags } from "./intents.server";
import {
  findIntendedTag,
  findTierId,
  findVipCustomer,
  getPurchaseFacts,
  listIntendedTags,
  listMemberships,
  listPurchaseFacts,
  listTagHolders,
  saveIntendedTag,
  saveTier,
} from "./repository.server";
import { compareTier, decideTagChange, decideTier, managedTags, type PurchaseFacts, type TierChange, windowStart } from "./rules";
import { VIP_SETTINGS_KEY, type VipSettings, VipSettingsSchema } from "./schema";

/** What made us look: names the look once and for all, so that a repeat changes nothing. */
type Look = { shopId: string; customerId: string; cause: string; now: Date };

/** How long our own tag changes may take to come back. */
const SETTLE_MS = 5 * MINUTE_MS;
const NOTHING: PurchaseFacts = { orderCount: 0, netMinor: 0 };

/** Looks at one customer because a sweep or new settings said so. */
export const evaluateCustomer = defineJob({
  name: "vip.evaluate-customer",
  schema: z.object({ shopId: z.string(), customerId: z.string(), cause: z.string() }),
  maxAttempts: 8,
  priority: 120,
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
    const settings = await readVipSettings(tx, shopId);
    const customerIds = await listMisplaced(tx, { shopId, settings, now });
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
      await enqueueJob(tx, enrolShop, { payload: { shopId, cause }, shopId, now, dedupeKey: `${shopId}:sweep` });
    }
  },
};

/** Puts a customer into the tier that their orders earn, and asks the store for its tag. */
export async function moveCustomer(tx: Tx, { shopId, customerId, cause, now }: Look): Promise<void> {
  const settings = await readVipSettings(tx, shopId);
  const customer = await findVipCustomer(tx, { shopId, customerId });
  if (!customer) return;
  const facts = await getPurchaseFacts(tx, { shopId, customerId, since: windowStart(settings.window, now) });
  const fromTierId = await findTierId(tx, { shopId, customerId });
  const tier = decideTier(facts, settings);
  const change = compareTier(fromTierId, tier, settings);
  if (change.kind !== "none") await recordMove(tx, { shopId, customerId, cause, now }, { change, facts, settings });

  const wanted = tier?.tag ?? null;
  const intended = await findIntendedTag(tx, { shopId, customerId });
  // Never asked and none wanted: a tag the merchant put there by hand before us is left alone until they opt in.
  if (intended ? intended.tag === wanted : wanted === null) return;
  await saveIntendedTag(tx, { shopId, customerId, tag: wanted, now });
  await enqueueIntent(tx, setVipTags, {
    shopId,
    dedupeKey: `vip-tags:${customerId}:${cause}`,
    payload: { customerId, cause: "tier" },
    customerId,
    now,
  });
}

/**
 * Puts right what somebody else changed about the VIP tags.
 *
 * Our own changes come back as webhooks too, the removal and the addition apart and in any order: while they settle,
 * the look is put off.
 */
export async function repairTags(tx: Tx, { shopId, customerId, cause, now }: Look): Promise<void> {
  const intended = await findIntendedTag(tx, { shopId, customerId });
  if (!intended) return;
  const settledAt = new Date(intended.askedAt.getTime() + SETTLE_MS);
  if (now < settledAt) {
    const payload = { shopId, customerId, cause: `settled:${settledAt.toISOString()}` };
    await enqueueJob(tx, evaluateCustomer, { payload, shopId, now, runAt: settledAt, dedupeKey: `${customerId}:settled` });
    return;
  }
  const customer = await findVipCustomer(tx, { shopId, customerId });
  if (!customer) return;
  const settings = await readVipSettings(tx, shopId);
  const change = decideTagChange({ current: customer.tags, wanted: intended.tag, managed: managedTags(settings) });
  if (change.add.length + change.remove.length === 0) return;
  await enqueueIntent(tx, setVipTags, {
    shopId,
    dedupeKey: `vip-tags:${customerId}:${cause}`,
    payload: { customerId, cause: "repair" },
    customerId,
    now,
  });
}

async function recordMove(
  tx: Tx,
  { shopId, customerId, cause, now }: Look,
  { change, facts, settings }: { change: Exclude<TierChange, { kind: "none" }>; facts: PurchaseFacts; settings: VipSettings },
): Promise<void> {
  const toTier = change.kind === "lost" ? null : change.tier;
  const fromTierId = change.kind === "reached" ? null : change.fromTierId;
  const shop = await findShop(tx, { shopId });
  await saveTier(tx, { shopId, customerId, tierId: toTier?.id ?? null, now });
  await appendDecision(tx, {
    shopId,
    feature: "vip",
    outcome: "moved",
    reason: `tier-${change.kind}`,
    params: {
      tier: toTier?.name ?? null,
      from: settings.tiers.find((tier) => tier.id === fromTierId)?.name ?? fromTierId,
      orderCount: facts.orderCount,
      amountMinor: facts.netMinor,
      currencyCode: shop?.currencyCode ?? null,
    },
    customerId,
    dedupeKey: `vip:${customerId}:${cause}`,
    now,
  });
  await publishEvents(
    tx,
    [
      {
        type: "vip.tier-changed",
        payload: { customerId, fromTierId, toTierId: toTier?.id ?? null },
        sourceKey: `vip.tier-changed:${customerId}:${cause}`,
        customerId,
        subjectId: customerId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
}

/** Customers whose tier is not what their orders earn, or whose tag is not what we asked for. */
async function listMisplaced(
  tx: Tx,
  { shopId, settings, now }: { shopId: string; settings: VipSettings; now: Date },
): Promise<string[]> {
  const facts = await listPurchaseFacts(tx, { shopId, since: windowStart(settings.window, now) });
  const memberships = await listMemberships(tx, { shopId });
  const intended = await listIntendedTags(tx, { shopId });
  const managed = managedTags(settings);
  const holders = await listTagHolders(tx, { shopId, tagKeys: managed.map((tag) => tag.toLowerCase()) });
  const candidates = new Set([...facts.keys(), ...memberships.keys(), ...intended.keys()]);
  return [...candidates].filter((customerId) => {
    const tier = decideTier(facts.get(customerId) ?? NOTHING, settings);
    if ((memberships.get(customerId) ?? null) !== (tier?.id ?? null)) return true;
    if (!intended.has(customerId)) return tier !== null;
    if (intended.get(customerId) !== (tier?.tag ?? null)) return true;
    const change = decideTagChange({ current: holders.get(customerId) ?? [], wanted: tier?.tag ?? null, managed });
    return change.add.length + change.remove.length > 0;
  });
}

function readVipSettings(tx: Tx, shopId: string): Promise<VipSettings> {
  return readSetting(tx, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
}
