import { loadFacts } from "~/engine/facts/queries.server";
import { findFact } from "~/engine/facts/registry.server";
import type { Db } from "~/platform/db.server";

import type { Programme } from "../settings/active.server";

/** What another feature calls the tier of a customer. */
const TIER = { fact: "vip.tier", parameters: {} };

/** The tiers of customers, where the programme gives more for one; nobody's where no feature tells of tiers. */
export async function findTiers(
  db: Db,
  {
    shopId,
    customerIds,
    programme,
    now,
  }: { shopId: string; customerIds: readonly string[]; programme: Programme; now: Date },
): Promise<Map<string, string>> {
  if (programme.settings.multipliers.tiers.length === 0 || !findFact(TIER.fact)) return new Map();
  const zone = programme.shop.ianaTimezone;
  const values = await loadFacts(db, { shopId, zone, at: now, customerIds, asked: [TIER] });
  return new Map(
    [...values].flatMap(([customerId, valueOf]) => {
      const tier = valueOf(TIER);
      return typeof tier === "string" ? [[customerId, tier] as const] : [];
    }),
  );
}
