import type { Db } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { decideGuide } from "./rules";
import { type Guide, type GuideFacts, HOME_SETTINGS_KEY, HomeSettingsSchema } from "./schema";

type Asked = { shopId: string; facts: Omit<GuideFacts, "hasSentMail"> };

/** The set-up guide: what is done, what runs, what is open. */
export async function presentGuide(db: Db, { shopId, facts }: Asked): Promise<Guide> {
  const settings = await readSetting(db, { shopId, key: HOME_SETTINGS_KEY, schema: HomeSettingsSchema });
  const sent = await db.message.findFirst({ where: { shopId, state: "sent" }, select: { id: true } });
  return { ...decideGuide({ ...facts, hasSentMail: sent !== null }), isDismissed: settings.isGuideDismissed };
}
