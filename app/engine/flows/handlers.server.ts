import type { EventType } from "~/pipeline/events/catalogue";
import { defineSubscriber } from "~/pipeline/events/subscriber";

import { enterAndWake } from "./entry/enter-and-wake.server";
import { enqueueAdvance } from "./jobs.server";

/** Hears whatever some trigger begins by, or a run may wait for or leave by. */
export function onEvent(events: readonly EventType[]) {
  return defineSubscriber({
    name: "flows.on-event",
    events,
    runTogether: async (told, { tx, now }) => {
      const shopId = told[0]?.shopId;
      if (shopId === undefined) return;
      if ((await enterAndWake(tx, { shopId, events: told, now })) > 0)
        await enqueueAdvance(tx, { shopId, now });
    },
  });
}
