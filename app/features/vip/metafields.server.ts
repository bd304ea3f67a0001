import type { CustomerMetafields } from "~/engine/customer-metafields/contribution";
import { getShop } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";
import type { Db } from "~/platform/db.server";

import { readTierFacts } from "./measures/read.server";
import { listMemberships } from "./repository.server";
import { nameOfTier, NO_FACTS, type TierFacts } from "./rules";
import { type Tier, VIP_SETTINGS_KEY, type VipSettings, VipSettingsSchema } from "./schema";

/**
 * The tier of a customer and their way to the next, for the pages of the store:
 * `{ v: 1, tier, tag, nextTier, progressBp, missing: { orders, netMinor, points }, currencyCode }`. Nothing while there are no tiers.
 * What a customer brings the shop, by margin or RFM, is not the customer's to see: the way to such a tier is not told.
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
  const { currencyCode, ianaTimezone: zone } = await getShop(db, { shopId });
  const among = { shopId, customerIds };
  const memberships = await listMemberships(db, among);
  const facts = await readTierFacts(db, { ...among, zone, settings, bounds: "kept", now });
  const known = customerIds.filter((id) => memberships.has(id) || facts.has(id));
  return new Map(
    known.map((id) => {
      const standing = standingOf(facts.get(id) ?? NO_FACTS, memberships.get(id)?.tierId ?? null, settings);
      return [id, JSON.stringify({ v: 1, ...standing, currencyCode })];
    }),
  );
}

function standingOf(facts: TierFacts, tierId: string | null, settings: VipSettings) {
  const rank = settings.tiers.findIndex(({ id }) => id === tierId);
  const tier = tierId === null ? null : nameOfTier(tierId, settings);
  const tag = settings.tiers[rank]?.tag ?? null;
  const next = settings.tiers[rank + 1];
  if (!next) return { tier, tag, nextTier: null, progressBp: 10_000, missing: {} };
  return { tier, tag, nextTier: next.name, ...wayTo(next, facts, settings) };
}

/** The requirement that is farthest away decides; where one of them is enough, the nearest, and the others are left out. */
function wayTo(next: Tier, facts: TierFacts, { mix }: VipSettings) {
  const asked = [
    { name: "orders", has: facts.orderCount, least: next.minOrderCount },
    { name: "netMinor", has: facts.netMinor, least: next.minNetMinor },
    { name: "points", has: facts.points ?? 0, least: next.minPoints },
  ].flatMap(({ name, has, least }) =>
    least === null || least <= 0 ? [] : [{ name, missing: Math.max(0, least - has), share: has / least }],
  );
  const byShare = asked.toSorted((a, b) => a.share - b.share);
  const deciding = mix === "all" ? byShare[0] : byShare.at(-1);
  const shown = mix === "all" ? asked : asked.filter((one) => one === deciding);
  return {
    progressBp: Math.floor(Math.min(1, Math.max(0, deciding?.share ?? 0)) * 10_000),
    missing: Object.fromEntries(shown.map(({ name, missing }) => [name, missing])),
  };
}
