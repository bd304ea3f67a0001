import english from "@shopify/polaris/locales/en.json";
import polish from "@shopify/polaris/locales/pl.json";

import russian from "./polaris-ru.json";

type Texts = typeof english;

/** Polaris's own words. It ships no Russian: ours covers what our pages use; a word it lacks is in English. */
export function polarisTexts(locale: string): Texts[] {
  switch (locale) {
    case "pl":
      return [polish, english];
    case "ru":
      return [russian as unknown as Texts, english];
    default:
      return [english];
  }
}
