import { now as currentTime } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";
import { settleShop } from "~/platform/tenant-guard.server";

import { getAdminPorts } from "./authenticator.server";
import { decideLocale } from "./locale";
import { findShopByDomain, type ShopRecord } from "./repository.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema, type Locale } from "./schema";
import { readSetting } from "./settings.server";

export type ShopContext = {
  db: RootDb;
  shopId: string;
  shop: ShopRecord;
  /** Who of the staff asks, by Shopify's id; null when the session does not tell. */
  staffId: string | null;
  locale: Locale;
  now: Date;
};

/**
 * The shop whose admin the request comes from: the only way a route learns it.
 *
 * @throws Response from the authenticator, or 409 while the shop is not set up yet.
 */
export async function requireShop(request: Request): Promise<ShopContext> {
  const { authenticate, setUpShop } = getAdminPorts();
  const { shopDomain, locale, staffId = null } = await authenticate(request);
  const db = getDb();
  const setUp = async () => {
    await setUpShop(shopDomain);
    return findActiveShop(db, shopDomain);
  };
  const shop = (await findActiveShop(db, shopDomain)) ?? (await setUp());
  if (!shop) {
    throw new Response("This store is not set up yet. Open the app again from the Shopify admin.", {
      status: 409,
    });
  }
  settleShop(shop.id);
  const { language } = await readSetting(db, {
    shopId: shop.id,
    key: GENERAL_SETTINGS_KEY,
    schema: GeneralSettingsSchema,
  });
  return {
    db,
    shopId: shop.id,
    shop,
    staffId,
    locale: decideLocale({ setting: language, admin: locale }),
    now: currentTime(),
  };
}

async function findActiveShop(db: RootDb, domain: string): Promise<ShopRecord | null> {
  const shop = await findShopByDomain(db, { domain });
  return shop?.uninstalledAt === null ? shop : null;
}
