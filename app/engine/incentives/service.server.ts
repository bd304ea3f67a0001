import { inTransaction, type RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { INCENTIVE_SETTINGS_KEY, type IncentiveSettings } from "./schema";
import { requestReading } from "./terms/request.server";

/** Saves the limits of incentives; what was promised before stays promised. */
export async function saveIncentiveSettings(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: IncentiveSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  await writeSetting(db, { shopId, key: INCENTIVE_SETTINGS_KEY, value: settings, now });
  return { outcome: "saved" };
}

/** Has the shop's discounts read anew, at most once an hour: before an offer is launched. */
export async function refreshDiscounts(
  db: RootDb,
  { shopId, now }: { shopId: string; now: Date },
): Promise<{ outcome: "asked" }> {
  await inTransaction(db, (tx) => requestReading(tx, { shopId, now }), { shopId });
  return { outcome: "asked" };
}
