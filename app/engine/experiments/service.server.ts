import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { presentExperimentSettings } from "./presenter.server";
import { changeExperiments, listHoldouts } from "./repository.server";
import { holdoutOf } from "./rules";
import { EXPERIMENT_SETTINGS_KEY, type ExperimentSettings } from "./schema";

/**
 * Saves who is left out on purpose.
 *
 * People who were told their arm keep it; a window that is changed holds for comparisons that begin later.
 */
export function saveExperimentSettings(
  db: RootDb,
  { shopId, settings, now }: { shopId: string; settings: ExperimentSettings; now: Date },
): Promise<{ outcome: "saved" }> {
  return inTransaction(
    db,
    async (tx): Promise<{ outcome: "saved" }> => {
      const before = await presentExperimentSettings(tx, { shopId });
      await writeSetting(tx, { shopId, key: EXPERIMENT_SETTINGS_KEY, value: settings, now });
      await endAndBegin(tx, { shopId, before, after: settings, now });
      return { outcome: "saved" };
    },
    { shopId },
  );
}

/** A holdout that is switched off ends its comparison: who was left out is not any more. On again, another one begins. */
async function endAndBegin(
  tx: Tx,
  {
    shopId,
    before,
    after,
    now,
  }: { shopId: string; before: ExperimentSettings; after: ExperimentSettings; now: Date },
): Promise<void> {
  const ended: string[] = [];
  const begun: string[] = [];
  for (const { key, flowId } of await listHoldouts(tx, { shopId })) {
    const wasOn = isOn(before, flowId);
    if (wasOn === isOn(after, flowId)) continue;
    (wasOn ? ended : begun).push(key);
  }
  await changeExperiments(tx, { shopId, keys: ended, change: { endedAt: now } });
  await changeExperiments(tx, { shopId, keys: begun, change: { startedAt: now, endedAt: null } });
}

function isOn(settings: ExperimentSettings, flowId: string | null): boolean {
  return (flowId === null ? settings.global : holdoutOf(settings, flowId)).isOn;
}
