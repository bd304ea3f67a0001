import type { Db } from "~/platform/db.server";

import { remindersDefinition } from "../flow/recipe";
import { settingsOf } from "../rules/flow-settings";
import type { CartRecoverySettings } from "../schema";

import { findRemindersFlow } from "./repository.server";

export type RecoverySettingsData = {
  settings: CartRecoverySettings;
  /** The automation they are of; null until they are saved once. */
  flowId: string | null;
};

/** The settings as its automation has them: while it is on, what people go through, and not what is being written. */
export async function presentRecoverySettings(
  db: Db,
  { shopId }: { shopId: string },
): Promise<RecoverySettingsData> {
  const flow = await findRemindersFlow(db, { shopId });
  const enabled = flow?.state === "live";
  const settings = settingsOf((enabled ? flow.published : flow?.draft) ?? remindersDefinition());
  return { settings: { enabled, ...settings }, flowId: flow?.id ?? null };
}
