import type { RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { EXPERIMENT_SETTINGS_KEY, type ExperimentSettings } from "./schema";

/**
 * Saves who is left out on purpose.
 *
 * People who were told their arm keep it; a window that is changed holds for comparisons that begin later.
 */
export async function saveExperimentSettings(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: ExperimentSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  await writeSetting(db, { shopId, key: EXPERIMENT_SETTINGS_KEY, value: settings, now });
  return { outcome: "saved" };
}
