import type { Db } from "~/platform/db.server";
import { publicUrl } from "~/engine/messaging/links.server";
import type { ShopRecord } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import {
  BROWSING_SETTINGS_KEY,
  type BrowsingSettings,
  BrowsingSettingsSchema,
  PIXEL_STATE_KEY,
  type PixelState,
  PixelStateSchema,
} from "../schema";

export type Pixel = {
  settings: BrowsingSettings;
  state: PixelState;
  /** Where the pages of the store are. */
  origins: string[];
  /** At which rate visits are counted: a raised one once the pixel was told of it. */
  samplePercent: number;
};

/** What is set and known of a shop's pixel. */
export async function readPixel(
  db: Db,
  { shop: { id: shopId, domain } }: { shop: Pick<ShopRecord, "id" | "domain"> },
): Promise<Pixel> {
  const settings = await readSetting(db, {
    shopId,
    key: BROWSING_SETTINGS_KEY,
    schema: BrowsingSettingsSchema,
  });
  const state = await readSetting(db, { shopId, key: PIXEL_STATE_KEY, schema: PixelStateSchema });
  const named = [
    `https://${domain}`,
    ...(state.storeOrigin ? [state.storeOrigin] : []),
    ...settings.moreOrigins,
  ];
  const samplePercent = Math.min(settings.samplePercent, state.samplePercent);
  return { settings, state, origins: [...new Set(named)], samplePercent };
}

/** Where pixels send what they see. */
export function pixelEndpoint(): string {
  return publicUrl("/pixel");
}
