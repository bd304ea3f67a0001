import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { themeCheckRun } from "@shopify/theme-check-node";
import { expect, test } from "vitest";

const FOLDER = resolve("extensions/perennial-theme");

async function complaints(folder: string): Promise<string[]> {
  const { offenses } = await themeCheckRun(folder, "theme-check:theme-app-extension");
  return offenses.map(
    ({ check, message, uri, start }) => `${uri.split("/").at(-1)}:${start.line + 1} ${check}: ${message}`,
  );
}

test("Shopify's own check of themes finds nothing to complain about", async () => {
  expect(await complaints(FOLDER)).toEqual([]);
});

test("the check looks: it finds what is wrong when something is", async () => {
  const copy = mkdtempSync(join(tmpdir(), "perennial-theme-"));
  try {
    cpSync(FOLDER, copy, { recursive: true });
    writeFileSync(join(copy, "locales/pl.json"), '{ "number": { "separator": " " } }\n');
    writeFileSync(join(copy, "snippets/pn-number.liquid"), "{{ 'no.such.text' | t }}{% if %}");
    expect((await complaints(copy)).map((one) => one.split(" ")[1])).toEqual(
      expect.arrayContaining(["MatchingTranslations:", "LiquidHTMLSyntaxError:"]),
    );
  } finally {
    rmSync(copy, { recursive: true });
  }
});
