import type { RootDb } from "~/platform/db.server";
import { GENERAL_SETTINGS_KEY, type GeneralSettings } from "~/shops/schema";
import { writeSetting } from "~/shops/settings.server";

/** Saves who mails come from and the language of the pages. Safe to repeat. */
export async function saveGeneralSettings(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: GeneralSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  await writeSetting(db, { shopId, key: GENERAL_SETTINGS_KEY, value: settings, now });
  return { outcome: "saved" };
}
