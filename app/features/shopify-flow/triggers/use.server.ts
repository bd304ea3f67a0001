import type { Db } from "~/platform/db.server";
import { readSetting, writeSetting } from "~/shops/settings.server";

import { FLOW_SETTINGS_KEY, type FlowSettings, FlowSettingsSchema, type TriggerHandle } from "../schema";

/** Which triggers the shop's workflows wait for. */
export function readFlowSettings(db: Db, { shopId }: { shopId: string }): Promise<FlowSettings> {
  return readSetting(db, { shopId, key: FLOW_SETTINGS_KEY, schema: FlowSettingsSchema });
}

export function writeFlowSettings(
  db: Db,
  { shopId, value, now }: { shopId: string; value: FlowSettings; now: Date },
): Promise<void> {
  return writeSetting(db, { shopId, key: FLOW_SETTINGS_KEY, value, now });
}

/** Whether a workflow that is switched on waits for it: nobody else needs to be told. */
export function isUsed({ triggers }: FlowSettings, handle: TriggerHandle): boolean {
  return triggers[handle]?.isUsed === true;
}
