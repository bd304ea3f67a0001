/* What tests need of the hosts of extensions: texts as Shopify puts them in, and the files they come from. */
import { readFileSync } from "node:fs";

import { render } from "preact";

import type { Words } from "./words";

type Texts = { [key: string]: string | Texts };

export const LANGUAGES = ["en", "pl", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

export function readTexts(extension: string, language: Language): Texts {
  const file = language === "en" ? "en.default" : language;
  return JSON.parse(readFileSync(`extensions/${extension}/locales/${file}.json`, "utf8")) as Texts;
}

/** The texts of an extension in a language: plural forms by `count`, and what stands in braces put in. */
export function wordsOf(extension: string, language: Language): Words {
  const texts = readTexts(extension, language);
  return {
    translate: (key, replacements = {}) => {
      let found: string | Texts | undefined = key
        .split(".")
        .reduce<string | Texts | undefined>(
          (at, part) => (typeof at === "object" ? at[part] : undefined),
          texts,
        );
      if (typeof found === "object") {
        const form = new Intl.PluralRules(language).select(Number(replacements["count"]));
        found = found[form];
      }
      if (typeof found !== "string") throw new Error(`"${key}" of ${extension} has no text in ${language}`);
      return found.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
        if (!(name in replacements)) throw new Error(`"${key}" wants ${name}`);
        return String(replacements[name]);
      });
    },
    formatNumber: (number) => new Intl.NumberFormat(language).format(number),
    formatCurrency: (number, options) =>
      new Intl.NumberFormat(language, { style: "currency", ...options }).format(number),
    formatDate: (date, options) => new Intl.DateTimeFormat(language, options).format(date),
  };
}

/** Paths of all texts. */
export function keysOf(texts: Texts, at = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [`${at}${key}`] : keysOf(value, `${at}${key}.`),
  );
}

/** Closes an extension: what it had shown and remembered is gone, as when its host takes it away. */
export function close(extension: { tearDown: () => void }): void {
  render(null, document.body);
  extension.tearDown();
}
