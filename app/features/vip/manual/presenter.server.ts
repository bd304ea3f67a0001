import { addDays, dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { nameOfTier } from "../rules";
import { VIP_SETTINGS_KEY, VipSettingsSchema } from "../schema";

import { findManualTier } from "./repository.server";
import { MANUAL_LIMITS, type VipStanding } from "./schema";

/** Where a customer stands in the programme, and what was given to them by hand. */
export async function presentVipStanding(
  db: Db,
  { shopId, customerId, zone, now }: { shopId: string; customerId: string; zone: string; now: Date },
): Promise<VipStanding> {
  const settings = await readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
  const row = await db.vipMembership.findUnique({
    where: { shopId_customerId: { shopId, customerId } },
    select: { tierId: true, since: true, carriedBy: true, endsAt: true },
  });
  const manual = await findManualTier(db, { shopId, customerId });
  const today = dayIn(zone, now);
  return {
    tierName: row && nameOfTier(row.tierId, settings),
    since: row?.since.toISOString() ?? null,
    endsAt: row?.endsAt?.toISOString() ?? null,
    isByHand: row?.carriedBy === "manual",
    manual: manual && {
      tierName: nameOfTier(manual.tierId, settings),
      reason: manual.reason,
      untilAt: manual.until.toISOString(),
      isOver: manual.until <= now,
      givenAt: manual.givenAt.toISOString(),
    },
    tiers: settings.isEnabled ? settings.tiers.map(({ id, name }) => ({ id, name })) : [],
    firstDay: addDays(today, MANUAL_LIMITS.days.min),
    lastDay: addDays(today, MANUAL_LIMITS.days.max),
  };
}
