import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { findShop, type ShopRecord } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { isActive } from "./rules";
import { LOYALTY_SETTINGS_KEY, type LoyaltySettings, LoyaltySettingsSchema } from "./schema";

/** The programme of a shop as it is now. */
export type Programme = {
  shop: ShopRecord;
  settings: LoyaltySettings;
  /** In the shop's zone. */
  today: string;
  /** It gives points and takes them for rewards. */
  isActive: boolean;
};

/** Null while the app is not installed. */
export async function findProgramme(
  db: Db,
  { shopId, now }: { shopId: string; now: Date },
): Promise<Programme | null> {
  const shop = await findShop(db, { shopId });
  if (!shop || shop.uninstalledAt) return null;
  const settings = await readSetting(db, {
    shopId,
    key: LOYALTY_SETTINGS_KEY,
    schema: LoyaltySettingsSchema,
  });
  const today = dayIn(shop.ianaTimezone, now);
  return { shop, settings, today, isActive: isActive(settings, today) };
}
