import { requestLook } from "~/engine/customer-metafields/customers/jobs.server";
import { requestAppMetafields } from "~/engine/customer-metafields/shop/request.server";
import { dayIn } from "~/kit/zone";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";
import { readSetting, writeSetting } from "~/shops/settings.server";

import { isActive, parseSettings, type SettingsProblem } from "./rules";
import { LOYALTY_SETTINGS_KEY, LoyaltySettingsSchema } from "./schema";

export type SaveSettingsResult =
  { outcome: "saved"; warnings: SettingsProblem[] } | { outcome: "invalid"; problems: SettingsProblem[] };

/**
 * Saves the programme, or tells every mistake. When it is switched on, or its end is moved after it was over, what happens
 * from then on earns points; points that were given keep the terms they were given by.
 */
export function saveLoyaltySettings(
  db: RootDb,
  { shopId, input, now }: { shopId: string; input: unknown; now: Date },
): Promise<SaveSettingsResult> {
  const parsed = parseSettings(input);
  if (!parsed.ok) return Promise.resolve({ outcome: "invalid", problems: parsed.problems });
  return inTransaction(
    db,
    async (tx): Promise<SaveSettingsResult> => {
      const key = LOYALTY_SETTINGS_KEY;
      const before = await readSetting(tx, { shopId, key, schema: LoyaltySettingsSchema });
      const { settings, warnings } = parsed;
      const { ianaTimezone } = await getShop(tx, { shopId });
      const wasActive = isActive(before, dayIn(ianaTimezone, now));
      const isBegun = settings.isEnabled && wasActive && before.earningSince !== null;
      const earningSince = isBegun ? before.earningSince : settings.isEnabled ? now.toISOString() : null;
      await writeSetting(tx, { shopId, key, value: { ...settings, earningSince }, now });
      await requestAppMetafields(tx, { shopId, now });
      await requestLook(tx, { shopId, now });
      return { outcome: "saved", warnings };
    },
    { shopId },
  );
}
