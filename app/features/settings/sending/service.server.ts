import { SENDING_SETTINGS_KEY, type SendingSettings } from "~/engine/messaging/sending/schema";
import type { RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

/** Saves how often and when people are written to; what waits is judged by it when its time comes. Safe to repeat. */
export async function saveSending(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: SendingSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  await writeSetting(db, { shopId, key: SENDING_SETTINGS_KEY, value: settings, now });
  return { outcome: "saved" };
}
