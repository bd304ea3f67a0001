import type { Db } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { CART_RECOVERY_SETTINGS_KEY, type CartRecoverySettings, CartRecoverySettingsSchema } from "../schema";

/** A shop's settings of cart recovery. */
export function readRecoverySettings(db: Db, { shopId }: { shopId: string }): Promise<CartRecoverySettings> {
  return readSetting(db, { shopId, key: CART_RECOVERY_SETTINGS_KEY, schema: CartRecoverySettingsSchema });
}
