/** What can be checked of extensions without a host: texts, files, sizes. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { bundleExtension } from "./bundle";
import { keysOf, type Language, LANGUAGES, readTexts } from "./host";

const EXTENSIONS = ["perennial-account", "perennial-checkout", "perennial-pos", "perennial-admin"] as const;
const FORMS: Readonly<Record<Language, readonly string[]>> = {
  en: ["one", "other"],
  pl: ["few", "many", "one", "other"],
  ru: ["few", "many", "one", "other"],
};
const ANY_FORM = /\.(zero|one|two|few|many|other)$/;

const TargetSchema = z
  .object({ module: z.string().regex(/^\.\/src\/\w+\.tsx$/), target: z.string() })
  .strict();
const FileSchema = z
  .object({
    api_version: z.literal("2026-07"),
    extensions: z.array(
      z
        .object({
          type: z.literal("ui_extension"),
          name: z.string().startsWith("t:"),
          handle: z.string().regex(/^[a-z][a-z-]{2,29}$/),
          description: z.string().startsWith("t:"),
          targeting: z.array(TargetSchema).min(1),
          capabilities: z.object({ network_access: z.boolean() }).strict().optional(),
        })
        .strict(),
    ),
  })
  .strict();
const fileOf = (extension: string) =>
  FileSchema.parse(parse(readFileSync(`extensions/${extension}/shopify.extension.toml`, "utf8"))).extensions;
const modulesOf = (extension: string) => fileOf(extension).flatMap(({ targeting }) => targeting);

/** Everything an extension says, as its sources name it. */
function keysUsed(extension: string): string[] {
  const sources = readdirSync(`extensions/${extension}/src`, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .map((file) => readFileSync(`extensions/${extension}/src/${file}`, "utf8"));
  return sources.flatMap((text) => [...text.matchAll(/translate\("([\w.-]+)"/g)].map(([, key = ""]) => key));
}

describe.each(EXTENSIONS)("%s", (extension) => {
  test.each(LANGUAGES)("says all it says in %s, with the plural forms of the language", (language) => {
    const ofEnglish = new Set(keysOf(readTexts(extension, "en")).map((key) => key.replace(ANY_FORM, "")));
    const keys = keysOf(readTexts(extension, language));
    expect(new Set(keys.map((key) => key.replace(ANY_FORM, "")))).toEqual(ofEnglish);
    const plural = Map.groupBy(
      keys.filter((key) => ANY_FORM.test(key)),
      (key) => key.replace(ANY_FORM, ""),
    );
    for (const [key, forms] of plural) {
      const given = forms.map((form) => form.slice(key.length + 1)).sort();
      // "refusals.other" is no plural form.
      if (given.length > 1) expect([key, given]).toEqual([key, FORMS[language]]);
    }
    for (const key of keysUsed(extension)) expect([...ofEnglish]).toContain(key.replace(ANY_FORM, ""));
  });

  test("names modules that are there, and typed for their targets", () => {
    const types = readFileSync(`extensions/${extension}/shopify.d.ts`, "utf8");
    for (const { module, target } of modulesOf(extension)) {
      expect(existsSync(`extensions/${extension}/${module}`)).toBe(true);
      expect(types).toContain(
        `declare module "${module}" {\n  const shopify: import("@shopify/ui-extensions/${target}").Api;`,
      );
    }
  });

  test("has a full page in an extension of its own", () => {
    for (const { targeting } of fileOf(extension)) {
      if (targeting.some(({ target }) => target === "customer-account.page.render"))
        expect(targeting).toHaveLength(1);
    }
  });

  test("may call the app where it has to: the account and the checkout ask for it, the others need not", () => {
    for (const { targeting, capabilities } of fileOf(extension)) {
      const isOfBuyers = targeting.some(({ target }) => /^(customer-account|purchase)\./.test(target));
      expect(capabilities?.network_access ?? false).toBe(isOfBuyers);
    }
  });

  // Shopify's limit is 64 kB; after paying, buyers wait for no more than this.
  const mostKilobytes = extension === "perennial-checkout" ? 12 : 64;

  test.each(modulesOf(extension).map(({ module }) => module))(
    `is at most ${mostKilobytes} kB compressed, each of its parts: %s`,
    async (module) => {
      const script = await bundleExtension(`extensions/${extension}/${module}`, {
        appUrl: "https://app.example",
      });
      expect(gzipSync(script).length).toBeLessThan(mostKilobytes * 1_000);
      expect(script).not.toMatch(/process\.env/);
    },
  );
});
