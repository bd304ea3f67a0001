import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema, type Locale } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

/** Countries most of whose people read the language. */
const LANGUAGE_OF: Readonly<Record<string, Locale>> = { PL: "pl", RU: "ru", BY: "ru", KZ: "ru", KG: "ru" };

/** The language a shop writes in when a person's is not known: as set, else that of its country. */
export async function readShopLanguage(db: Db, { shopId }: { shopId: string }): Promise<Locale> {
  const key = GENERAL_SETTINGS_KEY;
  const { language } = await readSetting(db, { shopId, key, schema: GeneralSettingsSchema });
  if (language !== "auto") return language;
  const { countryCode } = await getShop(db, { shopId });
  return LANGUAGE_OF[countryCode ?? ""] ?? "en";
}
