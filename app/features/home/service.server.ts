import type { RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { HOME_SETTINGS_KEY } from "./schema";

/** Hides the set-up guide, or brings it back. Safe to repeat. */
export async function setGuideDismissed(
  db: RootDb,
  { shopId, isGuideDismissed, now }: { shopId: string; isGuideDismissed: boolean; now: Date },
): Promise<{ outcome: "saved" }> {
  await writeSetting(db, { shopId, key: HOME_SETTINGS_KEY, value: { isGuideDismissed }, now });
  return { outcome: "saved" };
}
