import { z } from "zod";

import type { Entry, EventTrigger } from "~/engine/flows/contribution";
import type { StoredEvent } from "~/pipeline/events/catalogue";
import { readSetting } from "~/shops/settings.server";

import { compareTier, nameOfTier } from "../rules";
import { VIP_SETTINGS_KEY, type VipSettings, VipSettingsSchema } from "../schema";

const MOVES = ["reached", "raised", "lowered", "lost"] as const;

const TierChangedSchema = z.object({
  /** Which moves: into the programme, up, down, out of it. */
  moves: z
    .array(z.enum(MOVES))
    .min(1)
    .default([...MOVES]),
});
type TierChangedSettings = z.infer<typeof TierChangedSchema>;

/** A customer came into another tier, or out of all of them. Each move is an occasion of its own. */
export const tierChanged: EventTrigger<TierChangedSettings> = {
  kind: "event",
  key: "vip.tier-changed",
  textNamespace: "vip",
  schema: TierChangedSchema,
  fields: [{ name: "moves", kind: "choices", values: MOVES }],
  events: ["vip.tier-changed"],
  entriesOf: async (db, { shopId, settings: { moves }, events }) => {
    const vip = await readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
    return events.flatMap((event) => {
      if (event.type !== "vip.tier-changed") return [];
      const move = moveOf(event, vip);
      return moves.some((wanted) => wanted === move) ? [entryOf(event, vip, move)] : [];
    });
  },
};

type Changed = StoredEvent<"vip.tier-changed">;

/** A tier that no longer exists counts as none, as it does when people are moved. */
function moveOf({ payload: { fromTierId, toTierId } }: Changed, vip: VipSettings): string {
  const to = vip.tiers.find((tier) => tier.id === toTierId) ?? null;
  return compareTier(fromTierId, to, vip).kind;
}

function entryOf(event: Changed, vip: VipSettings, move: string): Entry {
  const { customerId, fromTierId, toTierId } = event.payload;
  const nameOf = (tierId: string | null) => (tierId === null ? null : nameOfTier(tierId, vip));
  return {
    customerId,
    subjectKind: null,
    subjectId: null,
    entryKey: `tier:${event.id}`,
    enteredAt: event.occurredAt,
    context: { move, tierName: nameOf(toTierId), formerTierName: nameOf(fromTierId) },
  };
}
