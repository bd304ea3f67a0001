import type { EventType, StoredEvent } from "~/pipeline/events/catalogue";
import type { Tx } from "~/platform/db.server";
import { findShop } from "~/shops/repository.server";

import type { Entry } from "../contribution";
import { flowPorts } from "../ports.server";
import { listFlows } from "../repository.server";
import { findEnteredFlow } from "./entered-flow.server";
import { enterFlow } from "./enter.server";
import type { EnteredFlow } from "./judge";
import { wakeRuns } from "./wake.server";

/**
 * What events of one shop do to its flows: people enter, wake up, and leave.
 *
 * Safe to repeat, and with any events in any order. One query when the shop has no flow.
 *
 * @returns how many runs are due now.
 */
export async function enterAndWake(
  tx: Tx,
  { shopId, events, now }: { shopId: string; events: readonly StoredEvent[]; now: Date },
): Promise<number> {
  const flows = await listFlows(tx, { shopId, states: ["live", "paused", "draining"] });
  if (flows.length === 0) return 0;
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt) return 0;
  const inOrder = events.toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  let due = 0;
  for (const row of flows) {
    const flow = await findEnteredFlow(tx, row, shop);
    const entries = flow ? await entriesOf(tx, flow, inOrder) : [];
    if (!flow || entries.length === 0) continue;
    const { entered } = await enterFlow(tx, { flow, entries }, { shopId, zone: shop.ianaTimezone, now });
    due += entered;
  }
  return due + (await wakeRuns(tx, { shopId, events: inOrder, now }));
}

/** Who would enter a flow by what happened. Asks its trigger only about events it begins by. */
async function entriesOf(
  tx: Tx,
  { shopId, program }: EnteredFlow,
  events: readonly StoredEvent[],
): Promise<Entry[]> {
  const { key, settings: raw } = program.definition.trigger;
  const trigger = flowPorts().triggers.get(key);
  if (trigger?.kind !== "event") return [];
  const types: readonly EventType[] = trigger.events;
  const wanted = events.filter(({ type }) => types.includes(type));
  if (wanted.length === 0) return [];
  const settings: unknown = trigger.schema.parse(raw);
  return trigger.entriesOf(tx, { shopId, settings, events: wanted });
}
