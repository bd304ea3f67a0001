import type { Tx } from "~/platform/db.server";
import { findShop, type ShopRecord } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { VIP_SETTINGS_KEY, type VipSettings, VipSettingsSchema } from "./schema";

/** The shop and its tiers; null while the app is not installed: then nothing moves. */
export async function findActive(
  tx: Tx,
  { shopId }: { shopId: string },
): Promise<{ shop: ShopRecord; settings: VipSettings } | null> {
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt) return null;
  const settings = await readSetting(tx, { shopId, key: VIP_SETTINGS_KEY, schema: VipSettingsSchema });
  return { shop, settings };
}
