import { MINUTE_MS } from "~/kit/duration";
import type { Tx } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { inSavepoint } from "~/platform/savepoint.server";
import { scrubError } from "~/platform/scrub";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { flowPorts } from "../ports.server";
import { findFlow, findSweptUpTo, type FlowRow, listFlows, saveSweptUpTo } from "../repository.server";
import { findEnteredFlow } from "./entered-flow.server";
import { enterFlow } from "./enter.server";
import type { EnteredFlow } from "./judge";
import { portionOf } from "./portion";

/** Sweeps end at these marks of the clock, so that a simulation of the past has the same ones. */
export const SWEEP_MS = 5 * MINUTE_MS;

/** The last mark by `now`. */
export function sweepMark(now: Date): Date {
  return new Date(Math.floor(now.getTime() / SWEEP_MS) * SWEEP_MS);
}

/** People who enter by time in one transaction, of each flow: more would keep everybody else from writing. */
const AT_ONCE = 2_000;

type Scene = { shop: ShopRecord; now: Date; atOnce: number };

/** Who is left of those whose time came between two instants: after which place (`portionOf`) it goes on. */
export type Rest = { flowId: string; from: Date; to: Date; after: string };

export type Swept = {
  /** How many people entered. */
  entered: number;
  /** What is to be gone on with, each in a transaction of its own. */
  rests: Rest[];
  /** More may be due by now: to be swept again. */
  isCut: boolean;
};

/**
 * Lets those enter whose time has come since the last sweep, for every flow of a shop with a trigger by time.
 *
 * Late ones look at a longer window. A trigger that fails is asked again next time, and holds up no other.
 */
export async function sweepTriggers(
  tx: Tx,
  { shopId, now, atOnce = AT_ONCE }: { shopId: string; now: Date; atOnce?: number },
): Promise<Swept> {
  const all: Swept = { entered: 0, rests: [], isCut: false };
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt) return all;
  for (const row of await listFlows(tx, { shopId, states: ["live"] })) {
    const failure = await inSavepoint(tx, async () => {
      const swept = await sweepFlow(tx, row, { shop, now, atOnce });
      all.entered += swept.entered;
      all.rests.push(...swept.rests);
      all.isCut ||= swept.isCut;
    });
    if (failure)
      logger.error({ flowId: row.id, error: scrubError(failure.error) }, "a trigger by time failed");
  }
  return all;
}

const NOBODY: Swept = { entered: 0, rests: [], isCut: false };

async function sweepFlow(tx: Tx, row: FlowRow, scene: Scene): Promise<Swept> {
  const { shop, now, atOnce } = scene;
  const { id: shopId, ianaTimezone: zone } = shop;
  const flow = await findEnteredFlow(tx, row, shop);
  const swept = flow && sweptOf(flow);
  if (!swept) return NOBODY;
  const { trigger, settings } = swept;
  const sweptUpTo = await findSweptUpTo(tx, { shopId, flowId: flow.id });
  const from = sweptUpTo && sweptUpTo > flow.since ? sweptUpTo : flow.since;
  const to = sweepMark(now);
  if (to <= from) return NOBODY;
  if (!trigger.sweep) {
    await saveSweptUpTo(tx, { shopId, flowId: flow.id, sweptUpTo: to });
    return enterPortion(tx, { flow, from, to, after: null }, scene);
  }
  const asked = { shopId, zone, settings, from, to, flowId: flow.id, since: flow.since, atOnce };
  const entries = await trigger.sweep(tx, asked);
  const { entered } = await enterFlow(tx, { flow, entries }, { shopId, zone, now });
  // It remembers whom it has told of: asked again, it tells of the others.
  const isCut = entries.length >= atOnce;
  if (!isCut) await saveSweptUpTo(tx, { shopId, flowId: flow.id, sweptUpTo: to });
  return { entered, rests: [], isCut };
}

/**
 * Goes on with those whose time came in a window that was swept. Safe to repeat: one run per flow, person and key.
 *
 * Nobody enters a flow any more that was paused, stopped or given another trigger since.
 */
export async function enterRest(
  tx: Tx,
  { shopId, now, rest, atOnce = AT_ONCE }: { shopId: string; now: Date; rest: Rest; atOnce?: number },
): Promise<Swept> {
  const shop = await findShop(tx, { shopId });
  const row = await findFlow(tx, { shopId, flowId: rest.flowId });
  if (!shop || shop.uninstalledAt || !row) return NOBODY;
  const flow = await findEnteredFlow(tx, row, shop);
  if (!flow || flow.since >= rest.to) return NOBODY;
  return enterPortion(tx, { flow, ...rest }, { shop, now, atOnce });
}

async function enterPortion(
  tx: Tx,
  { flow, from, to, after }: { flow: EnteredFlow; from: Date; to: Date; after: string | null },
  { shop: { id: shopId, ianaTimezone: zone }, now, atOnce }: Scene,
): Promise<Swept> {
  const swept = sweptOf(flow);
  if (!swept) return NOBODY;
  const due = await swept.trigger.listDue(tx, { shopId, zone, settings: swept.settings, from, to });
  const { entries, nextAfter } = portionOf(due, { after, atOnce });
  const { entered } = await enterFlow(tx, { flow, entries }, { shopId, zone, now });
  const rests = nextAfter === null ? [] : [{ flowId: flow.id, from, to, after: nextAfter }];
  return { entered, rests, isCut: false };
}

/** The trigger of a flow that begins by time, and what it is set to; null for others. */
function sweptOf({ program }: EnteredFlow) {
  const { key, settings: raw } = program.definition.trigger;
  const trigger = flowPorts().triggers.get(key);
  if (trigger?.kind !== "swept") return null;
  const settings: unknown = trigger.schema.parse(raw);
  return { trigger, settings };
}
