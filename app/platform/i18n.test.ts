import { describe, expect, test } from "vitest";

import { describeTextsFile, SUPPORTED_LANGUAGES } from "./i18n";
import { getTranslator, listTexts } from "./i18n.server";

const PLURALS: Record<string, readonly string[]> = {
  en: ["one", "other"],
  pl: ["one", "few", "many", "other"],
  ru: ["one", "few", "many", "other"],
};
const PLURAL_SUFFIX = /_(zero|one|two|few|many|other)$/;

function flatten(texts: unknown, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts as Record<string, unknown>)) {
    if (typeof value === "string") found.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map((match) => match[1]))].sort();
const namespaces = Object.keys(listTexts().en ?? {});

describe.each(namespaces)("texts of %s", (namespace) => {
  const english = flatten(listTexts().en?.[namespace]);

  test.each(SUPPORTED_LANGUAGES)("are complete in %s, with every plural form of the language", (language) => {
    const texts = flatten(listTexts()[language]?.[namespace] ?? {});
    const missing = [...english.keys()].flatMap((key) => {
      if (!PLURAL_SUFFIX.test(key)) return texts.has(key) ? [] : [key];
      const base = key.replace(PLURAL_SUFFIX, "");
      return (PLURALS[language] ?? []).map((form) => `${base}_${form}`).filter((form) => !texts.has(form));
    });
    expect([...new Set(missing)]).toEqual([]);
  });

  test.each(["pl", "ru"])("name the same values in %s as in English", (language) => {
    const texts = flatten(listTexts()[language]?.[namespace] ?? {});
    const different = [...english].filter(([key, text]) => {
      const other = texts.get(key);
      return (
        other !== undefined &&
        !PLURAL_SUFFIX.test(key) &&
        String(placeholders(other)) !== String(placeholders(text))
      );
    });
    expect(different.map(([key]) => key)).toEqual([]);
  });

  test("are not left in English", () => {
    const copied = [...english].filter(
      ([key, text]) =>
        text.split(" ").length > 3 && flatten(listTexts().ru?.[namespace] ?? {}).get(key) === text,
    );
    expect(copied.map(([key]) => key)).toEqual([]);
  });
});

test("a text's language and namespace are read off its path", () => {
  expect(describeTextsFile("/app/features/cart-recovery/locales/pl.json")).toEqual({
    language: "pl",
    namespace: "cart-recovery",
  });
});

test("a translator writes in the language it was asked for", async () => {
  const t = await getTranslator("pl", "ui");
  expect(t("saveBar.save")).toBe("Zapisz");
});
