import { now as currentTime } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";

import { getAuthenticator } from "./authenticator.server";
import { decideLocale } from "./locale";
import { findShopByDomain, type ShopRecord } from "./repository.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema, type Locale } from "./schema";
import { readSetting } from "./settings.server";

export type ShopContext = { db: RootDb; shopId: string; shop: ShopRecord; locale: Locale; now: Date };

/**
 * The shop whose admin the request comes from: the only way a route learns it.
 *
 * @throws Response from the authenticator, or 409 while the shop is not set up yet.
 */
export async function requireShop(request: Request): Promise<ShopContext> {
  const { shopDomain, locale } = await getAuthenticator()(request);
  const db = getDb();
  const shop = await findShopByDomain(db, { domain: shopDomain });
  if (!shop || shop.uninstalledAt) {
    throw new Response("This store is not set up yet. Open the app again from the Shopify admin.", { status: 409 });
  }
  const { language } = await readSetting(db, {
    shopId: shop.id,
    key: GENERAL_SETTINGS_KEY,
    schema: GeneralSettingsSchema,
  });
  return { db, shopId: shop.id, shop, locale: decideLocale({ setting: language, admin: locale }), now: currentTime() };
}
