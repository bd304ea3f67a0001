import { z } from "zod";

import { MINUTE_MS } from "~/kit/duration";
import { defineOutsideJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "~/shops/schema";
import { forgetSetting, readSetting } from "~/shops/settings.server";

import { CartRecoverySettingsSchema } from "./schema";
import { findFormerSettings, FORMER_KEY, listShopIdsWithFormerSettings } from "./settings/repository.server";
import { saveRecoverySettings } from "./settings/service.server";

/** Makes an automation of settings from before its time. Safe to repeat: they are gone once they are in it. */
export const adoptSettings = defineOutsideJob({
  name: "cart-recovery.adopt-settings",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 5,
  async run({ shopId }, { db, now }) {
    const former = await findFormerSettings(db, { shopId });
    if (former === null) return;
    const settings = CartRecoverySettingsSchema.parse(former);
    const schema = GeneralSettingsSchema;
    const { language } = await readSetting(db, { shopId, key: GENERAL_SETTINGS_KEY, schema });
    await saveRecoverySettings(db, { shopId, locale: language, settings, now });
    await forgetSetting(db, { shopId, key: FORMER_KEY });
  },
});

/** Looks for shops whose settings are not in an automation yet. */
export const sweepFormerSettings: Schedule = {
  name: "cart-recovery.sweep-former-settings",
  everyMs: MINUTE_MS,
  async run(tx, now) {
    const shopIds = await listShopIdsWithFormerSettings(tx);
    const jobs = shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId }));
    await enqueueJobs(tx, adoptSettings, jobs);
  },
};
