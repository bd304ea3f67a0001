import { flowPorts } from "~/engine/flows/ports.server";
import type { EventType, StoredEvent } from "~/pipeline/events/catalogue";
import { defineSubscriber } from "~/pipeline/events/subscriber";

import { fireEntries } from "./fire.server";
import { type Source, SOURCES } from "./sources";
import { isUsed, readFlowSettings } from "./use.server";

/** What the triggers of flows among the sources begin by. */
const EVENTS = [
  "points.earned",
  "points.redeemed",
  "referral.completed",
  "message.answered",
  "survey.answered",
  "vip.tier-changed",
  "browsing.cart-left",
] as const satisfies readonly EventType[];

/** Something happened that a workflow of the shop may wait for. */
export const onHappened = defineSubscriber<EventType>({
  name: "shopify-flow.on-happened",
  events: EVENTS,
  async runTogether(events, { tx, now }) {
    const shopId = events[0]?.shopId;
    if (shopId === undefined) return;
    const settings = await readFlowSettings(tx, { shopId });
    for (const source of SOURCES) {
      if (!isUsed(settings, source.handle)) continue;
      const trigger = eventTriggerOf(source);
      const heard = trigger ? events.filter(({ type }) => trigger.events.includes(type)) : [];
      if (!trigger || heard.length === 0) continue;
      const entries = await trigger.entriesOf(tx, { shopId, settings: trigger.settings, events: heard });
      await fireEntries(tx, source, { shopId, entries, now });
    }
  },
});

function eventTriggerOf({ key, settings }: Source) {
  const trigger = flowPorts().triggers.get(key);
  if (trigger?.kind !== "event") return null;
  const events: readonly StoredEvent["type"][] = trigger.events;
  return { events, settings: trigger.schema.parse(settings) as unknown, entriesOf: trigger.entriesOf };
}
