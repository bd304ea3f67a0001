import { inTransaction, type RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { askToTidy } from "../jobs.server";
import { REFERRAL_SETTINGS_KEY, type ReferralSettings } from "../schema";

/**
 * Saves the programme. Switched off, its codes leave the store, and referrals that wait are rewarded all the same: they
 * were promised. New terms hold for codes that are made from now on.
 */
export function saveReferralSettings(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: ReferralSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  return inTransaction(
    db,
    async (tx) => {
      await writeSetting(tx, { shopId, key: REFERRAL_SETTINGS_KEY, value: settings, now });
      await askToTidy(tx, { shopId, now });
      return { outcome: "saved" as const };
    },
    { shopId },
  );
}
