import { MINUTE_MS } from "~/kit/duration";
import type { Tx } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { inSavepoint } from "~/platform/savepoint.server";
import { scrubError } from "~/platform/scrub";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { flowPorts } from "../ports.server";
import { findSweptUpTo, type FlowRow, listFlows, saveSweptUpTo } from "../repository.server";
import { findEnteredFlow } from "./entered-flow.server";
import { enterFlow } from "./enter.server";

/** Sweeps end at these marks of the clock, so that a simulation of the past has the same ones. */
export const SWEEP_MS = 5 * MINUTE_MS;

/** The last mark by `now`. */
export function sweepMark(now: Date): Date {
  return new Date(Math.floor(now.getTime() / SWEEP_MS) * SWEEP_MS);
}

type Scene = { shop: ShopRecord; now: Date };

/**
 * Lets those enter whose time has come since the last sweep, for every flow of a shop with a trigger by time.
 *
 * Late ones look at a longer window. A trigger that fails is asked again next time, and holds up no other.
 *
 * @returns how many people entered.
 */
export async function sweepTriggers(tx: Tx, { shopId, now }: { shopId: string; now: Date }): Promise<number> {
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt) return 0;
  let entered = 0;
  for (const row of await listFlows(tx, { shopId, states: ["live"] })) {
    const failure = await inSavepoint(tx, async () => {
      entered += await sweepFlow(tx, row, { shop, now });
    });
    if (failure)
      logger.error({ flowId: row.id, error: scrubError(failure.error) }, "a trigger by time failed");
  }
  return entered;
}

async function sweepFlow(tx: Tx, row: FlowRow, { shop, now }: Scene): Promise<number> {
  const { id: shopId, ianaTimezone: zone } = shop;
  const flow = await findEnteredFlow(tx, row, shop);
  if (!flow) return 0;
  const { key, settings: raw } = flow.program.definition.trigger;
  const trigger = flowPorts().triggers.get(key);
  if (trigger?.kind !== "swept") return 0;
  const sweptUpTo = await findSweptUpTo(tx, { shopId, flowId: flow.id });
  const from = sweptUpTo && sweptUpTo > flow.since ? sweptUpTo : flow.since;
  const to = sweepMark(now);
  if (to <= from) return 0;
  const settings: unknown = trigger.schema.parse(raw);
  const window = { shopId, zone, settings, from, to };
  const entries = trigger.sweep
    ? await trigger.sweep(tx, { ...window, flowId: flow.id, since: flow.since })
    : await trigger.listDue(tx, window);
  const { entered } = await enterFlow(tx, { flow, entries }, { shopId, zone, now });
  await saveSweptUpTo(tx, { shopId, flowId: flow.id, sweptUpTo: to });
  return entered;
}
