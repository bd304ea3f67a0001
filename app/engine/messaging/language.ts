import type { Locale } from "~/shops/schema";

const KNOWN: Readonly<Record<string, Locale>> = { en: "en", pl: "pl", ru: "ru" };

/**
 * The language to write in: the first of the tags that we speak, else English.
 *
 * @param tags BCP 47, dearest first: of the checkout, of the customer, of the shop. `pl-PL` and `pl` are both Polish.
 */
export function chooseMailLocale(tags: readonly (string | null | undefined)[]): Locale {
  for (const tag of tags) {
    const language = tag?.toLowerCase().split(/[-_]/)[0];
    const known = language ? KNOWN[language] : undefined;
    if (known) return known;
  }
  return "en";
}
