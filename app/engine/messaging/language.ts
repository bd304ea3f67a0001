import { matchLocale } from "~/shops/locale";
import type { Locale } from "~/shops/schema";

/**
 * The language to write in: the first of the tags that we speak, else English.
 *
 * @param tags BCP 47, dearest first: of the checkout, of the customer, of the shop. `pl-PL` and `pl` are both Polish.
 */
export function chooseMailLocale(tags: readonly (string | null | undefined)[]): Locale {
  for (const tag of tags) {
    const known = matchLocale(tag);
    if (known) return known;
  }
  return "en";
}

/** Language tags of a browser, dearest first as browsers write them. */
export function acceptedLanguages(request: Request): string[] {
  const header = request.headers.get("Accept-Language") ?? "";
  return header.split(",").map((part) => part.split(";")[0]?.trim() ?? "");
}
