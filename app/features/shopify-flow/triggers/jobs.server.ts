import { z } from "zod";

import { flowPorts } from "~/engine/flows/ports.server";
import { DAY_MS, MINUTE_MS } from "~/kit/duration";
import { defineJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob, enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { findShop, listShopIdsWithSetting } from "~/shops/repository.server";

import { nextWindow } from "../rules";
import { FLOW_SETTINGS_KEY, type TriggerUse } from "../schema";
import { fireEntries } from "./fire.server";
import { SOURCES } from "./sources";
import { readFlowSettings, writeFlowSettings } from "./use.server";

/** News of checkouts and orders come late: what came in meanwhile is seen. */
const LATE_MS = 15 * MINUTE_MS;
/** As much as one transaction looks at: a worker that stood still has weeks to make up for. */
const MOST_MS = DAY_MS;

/**
 * Has Flow told of those whose time has come since it was looked at last, but of nobody's from while the app was
 * removed. Safe to repeat.
 */
export const sweepShop = defineJob({
  name: "shopify-flow.sweep-shop",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 5,
  priority: 130,
  async run({ shopId }, { tx, now }) {
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return;
    const settings = await readFlowSettings(tx, { shopId });
    const triggers: Record<string, TriggerUse> = { ...settings.triggers };
    const until = new Date(now.getTime() - LATE_MS);
    const reached: Date[] = [];
    for (const source of SOURCES) {
      const use = settings.triggers[source.handle];
      const trigger = flowPorts().triggers.get(source.key);
      if (!use?.isUsed || trigger?.kind !== "swept") continue;
      const window = nextWindow(use, { since: shop.installedAt, until, mostMs: MOST_MS });
      if (!window) continue;
      if (window.to < until) reached.push(window.to);
      const asked = {
        shopId,
        zone: shop.ianaTimezone,
        settings: trigger.schema.parse(source.settings) as unknown,
      };
      const entries = await trigger.listDue(tx, { ...asked, ...window });
      await fireEntries(tx, source, { shopId, entries, now });
      triggers[source.handle] = { ...use, sweptUpTo: window.to.toISOString() };
    }
    await writeFlowSettings(tx, { shopId, value: { triggers }, now });
    if (reached.length === 0) return;
    // The key is not the running job's own, or this one would not be added.
    const dedupeKey = `${shopId}:${Math.min(...reached.map(Number))}`;
    await enqueueJob(tx, sweepShop, { payload: { shopId }, shopId, now, dedupeKey });
  },
});

/** Looks at the shops that have, or had, a workflow with a trigger of ours. */
export const sweepShops: Schedule = {
  name: "shopify-flow.sweep",
  everyMs: 5 * MINUTE_MS,
  async run(tx, now) {
    const shopIds = await listShopIdsWithSetting(tx, { key: FLOW_SETTINGS_KEY });
    await enqueueJobs(
      tx,
      sweepShop,
      shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
    );
  },
};
