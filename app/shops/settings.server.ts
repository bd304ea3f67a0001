import type { z } from "zod";

import type { Db } from "~/platform/db.server";

import { deleteSetting, findSettingJson, upsertSettingJson } from "./repository.server";

/** A shop's settings of one area; the schema's defaults where nothing was saved. */
export async function readSetting<Value>(
  db: Db,
  { shopId, key, schema }: { shopId: string; key: string; schema: z.ZodType<Value, z.ZodTypeDef, unknown> },
): Promise<Value> {
  const json = await findSettingJson(db, { shopId, key });
  return schema.parse(json === null ? {} : JSON.parse(json));
}

/** Saves a shop's settings of one area, whole. */
export async function writeSetting(
  db: Db,
  { shopId, key, value, now }: { shopId: string; key: string; value: unknown; now: Date },
): Promise<void> {
  await upsertSettingJson(db, { shopId, key, valueJson: JSON.stringify(value), now });
}

/** Forgets a shop's settings of one area: they are kept elsewhere from now on. */
export async function forgetSetting(db: Db, setting: { shopId: string; key: string }): Promise<void> {
  await deleteSetting(db, setting);
}
