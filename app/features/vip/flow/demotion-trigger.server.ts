import { z } from "zod";

import type { EventTrigger } from "~/engine/flows/contribution";
import { readSetting } from "~/shops/settings.server";

import { nameOfTier } from "../rules";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "../schema";

const NothingSchema = z.object({});

/** A tier ends soon, as things stand. Each end that is foreseen is an occasion of its own. */
export const demotionComing: EventTrigger<z.infer<typeof NothingSchema>> = {
  kind: "event",
  key: "vip.demotion-coming",
  textNamespace: "vip",
  schema: NothingSchema,
  events: ["vip.demotion-coming"],
  entriesOf: async (db, { shopId, events }) => {
    const vip = await readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
    return events.flatMap((event) => {
      if (event.type !== "vip.demotion-coming") return [];
      const { customerId, tierId, toTierId, endsAt } = event.payload;
      return {
        customerId,
        subjectKind: null,
        subjectId: null,
        entryKey: `demotion:${event.id}`,
        enteredAt: event.occurredAt,
        context: {
          tierName: toTierId === null ? null : nameOfTier(toTierId, vip),
          formerTierName: nameOfTier(tierId, vip),
          tierEndsAt: endsAt,
        },
      };
    });
  },
};
