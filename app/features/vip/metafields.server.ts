import type { CustomerMetafields } from "~/engine/customer-metafields/contribution";
import { getShop } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";
import type { Db } from "~/platform/db.server";

import { listStandings } from "./repository.server";
import { nameOfTier, type PurchaseFacts, windowStart } from "./rules";
import { VIP_SETTINGS_KEY, type VipSettings, VipSettingsSchema } from "./schema";

/**
 * The tier of a customer and their way to the next, for the pages of the store:
 * `{ v: 1, tier, nextTier, progressBp, missing: { orders, netMinor }, currencyCode }`. Nothing while there are no tiers.
 */
export const vipMetafield: CustomerMetafields = {
  key: "vip",
  type: "json",
  refreshOn: [
    "vip.tier-changed",
    "order.placed",
    "order.paid",
    "order.refunded",
    "order.cancelled",
    "order.changed",
    "order.deleted",
  ],
  present: presentVip,
};

async function presentVip(
  db: Db,
  { shopId, customerIds, now }: { shopId: string; customerIds: readonly string[]; now: Date },
): Promise<Map<string, string | null>> {
  const settings = await readSetting(db, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
  if (!settings.isEnabled) return new Map();
  const { currencyCode } = await getShop(db, { shopId });
  const since = windowStart(settings.window, now);
  const standings = await listStandings(db, { shopId, customerIds, since });
  return new Map(
    [...standings].map(([customerId, { facts, tierId }]) => [
      customerId,
      JSON.stringify({ v: 1, ...standingOf({ facts, tierId }, settings), currencyCode }),
    ]),
  );
}

type Standing = { facts: PurchaseFacts; tierId: string | null };

function standingOf({ facts, tierId }: Standing, settings: VipSettings) {
  const rank = settings.tiers.findIndex(({ id }) => id === tierId);
  const tier = tierId === null ? null : nameOfTier(tierId, settings);
  const next = settings.tiers[rank + 1];
  if (!next) return { tier, nextTier: null, progressBp: 10_000, missing: {} };
  const missing = {
    ...(next.minOrderCount === null ? {} : { orders: Math.max(0, next.minOrderCount - facts.orderCount) }),
    ...(next.minNetMinor === null ? {} : { netMinor: Math.max(0, next.minNetMinor - facts.netMinor) }),
  };
  const shares = [
    ...(next.minOrderCount === null ? [] : [facts.orderCount / next.minOrderCount]),
    ...(next.minNetMinor === null ? [] : [facts.netMinor / next.minNetMinor]),
  ];
  // The requirement that is farthest away decides.
  const share = Math.min(1, Math.max(0, Math.min(...shares)));
  return { tier, nextTier: next.name, progressBp: Math.floor(share * 10_000), missing };
}
