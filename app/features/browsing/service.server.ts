import { inTransaction, type RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { writeSetting } from "~/shops/settings.server";

import { askForPixel } from "./pixel/handlers.server";
import { BROWSING_SETTINGS_KEY, type BrowsingSettings } from "./schema";

/** Saves whether browsers are followed, and has the pixel made or taken away accordingly. */
export async function saveBrowsing(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: BrowsingSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  await inTransaction(
    db,
    async (tx) => {
      await writeSetting(tx, { shopId, key: BROWSING_SETTINGS_KEY, value: settings, now });
      await askForPixel(tx, { shopId, occasion: newId(), now });
    },
    { shopId },
  );
  return { outcome: "saved" };
}
