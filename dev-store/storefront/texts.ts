import { TEXTS_EN, type Texts } from "./texts-en";
import { TEXTS_PL } from "./texts-pl";
import { TEXTS_RU } from "./texts-ru";

export type Language = "en" | "pl" | "ru";

/** Every language the shop speaks, under its own name. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: "English", pl: "Polski", ru: "Русский" };

const TEXTS: Readonly<Record<Language, Texts>> = { en: TEXTS_EN, pl: TEXTS_PL, ru: TEXTS_RU };

/** The shop's language for a BCP 47 tag (`pl-PL` → `pl`); English for those it does not speak. */
export function languageOf(locale: string): Language {
  const primary = locale.toLowerCase().split("-")[0] ?? "";
  return primary === "pl" || primary === "ru" ? primary : "en";
}

/** What the shop says in a language; `{name}` stands for a value, see `fill`. */
export function textsOf(language: Language): Texts {
  return TEXTS[language];
}

/** Puts values in the place of `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
