import { NEEDED_SCOPES } from "~/engine/incentives/schema";
import { hasScope } from "~/kit/scopes";
import type { Db } from "~/platform/db.server";
import { getEnv } from "~/platform/env.server";
import type { ShopRecord } from "~/shops/repository.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import type { SettingsPageData } from "./schema";

/** Incentives that the app works without. */
const OPTIONAL_KINDS = ["gift-card", "store-credit"] as const;

/** What is set, what holds where nothing is, and what comes from Shopify. */
export async function presentGeneralSettings(
  db: Db,
  { shopId, shop }: { shopId: string; shop: ShopRecord },
): Promise<SettingsPageData> {
  const { domain, ianaTimezone, currencyCode } = shop;
  return {
    settings: await readSetting(db, { shopId, key: GENERAL_SETTINGS_KEY, schema: GeneralSettingsSchema }),
    fallback: { senderName: shop.name, senderAddress: getEnv().MAIL_FROM, replyTo: shop.email },
    shop: { domain, ianaTimezone, currencyCode },
    permissions: OPTIONAL_KINDS.map((kind) => {
      const scopes = NEEDED_SCOPES[kind];
      return { kind, scopes, isAllowed: scopes.every((scope) => hasScope(shop.scopes, scope)) };
    }),
  };
}
