import type { Db } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { designOf } from "./rules/design";
import { DESIGN_SETTINGS_KEY, type DesignChoice, DesignChoiceSchema, type MailDesign } from "./schema";

/** What the merchant chose for the looks of all mails; the first design when nothing was chosen. */
export function readDesignChoice(db: Db, { shopId }: { shopId: string }): Promise<DesignChoice> {
  return readSetting(db, { shopId, key: DESIGN_SETTINGS_KEY, schema: DesignChoiceSchema });
}

/** The looks of a shop's mails. */
export async function readDesign(db: Db, { shopId }: { shopId: string }): Promise<MailDesign> {
  return designOf(await readDesignChoice(db, { shopId }));
}
