import { z } from "zod";

import type { EventTrigger } from "~/engine/flows/contribution";
import { readSetting } from "~/shops/settings.server";

import { PERK_KINDS } from "../perks/schema";
import { nameOfTier } from "../rules";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "../schema";

const PerkGivenSchema = z.object({
  /** Which perks; those with a code, when nothing is chosen. */
  kinds: z.array(z.enum(PERK_KINDS)).min(1).default(["percentage", "amount", "free-shipping"]),
});

/** A perk of their tier is somebody's: the code is made, the points are given. Each perk is an occasion of its own. */
export const perkGiven: EventTrigger<z.infer<typeof PerkGivenSchema>> = {
  kind: "event",
  key: "vip.perk-given",
  textNamespace: "vip",
  schema: PerkGivenSchema,
  fields: [{ name: "kinds", kind: "choices", values: PERK_KINDS }],
  events: ["vip.perk-delivered"],
  entriesOf: async (db, { shopId, settings: { kinds }, events }) => {
    const vip = await readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
    return events.flatMap((event) => {
      if (event.type !== "vip.perk-delivered") return [];
      const { customerId, entitlementId, tierId, perkKind, codeId } = event.payload;
      if (!kinds.some((kind) => kind === perkKind)) return [];
      return {
        customerId,
        subjectKind: null,
        subjectId: null,
        entryKey: `perk:${entitlementId}`,
        enteredAt: event.occurredAt,
        context: { entitlementId, perkKind, codeId, tierName: nameOfTier(tierId, vip), formerTierName: null },
      };
    });
  },
};
