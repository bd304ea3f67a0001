import { type GeneralSettings, type Locale, LOCALES } from "./schema";

/** The language of ours that a BCP 47 tag asks for: `pl-PL` → `pl`; null when we do not speak it. */
export function matchLocale(tag: string | null | undefined): Locale | null {
  const language = tag?.toLowerCase().split(/[-_]/)[0];
  return LOCALES.find((locale) => locale === language) ?? null;
}

/** The language of the admin pages: the shop's setting, else the merchant's admin, else English. */
export function decideLocale({
  setting,
  admin,
}: {
  setting: GeneralSettings["language"];
  admin: string | null;
}): Locale {
  return setting === "auto" ? (matchLocale(admin) ?? "en") : setting;
}
