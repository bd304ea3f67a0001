import { readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { FEATURES } from "~/composition-features.server";
import { DECIDING } from "~/engine/decisions/ui/DecisionsPage";

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<![.]test)[.]tsx?$/.test(name))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"));
}

test("the log can be narrowed to whoever decides about people, and to nobody else", () => {
  const named = ["app/engine", "app/features"]
    .flatMap(listSources)
    .flatMap((text) => [...text.matchAll(/\bfeature: "([a-z-]+)"/g)].map(([, feature]) => feature));
  // What an action came to is told by whoever contributes it.
  const acting = FEATURES.flatMap(({ flowActions = [] }) =>
    flowActions.map(({ textNamespace }) => textNamespace),
  );
  expect([...new Set([...named, ...acting])].sort()).toEqual([...DECIDING].sort());
});

/** Texts of a file under `decisions`, by their keys. */
function decisionTexts(path: string): [string, string][] {
  const { decisions = {} } = JSON.parse(readFileSync(path, "utf8")) as { decisions?: Record<string, string> };
  return Object.entries(decisions);
}

test("no sentence of the log shows an instant or an amount as it is stored", () => {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((name) => /[/]locales[/][a-z]+[.]json$/.test(name))
    .map((name) => `app/${name}`);
  const texts = files.flatMap((file) =>
    decisionTexts(file).map(([key, text]) => ({ of: `${file} ${key}`, text })),
  );
  expect(texts.length).toBeGreaterThan(300);
  // `untilAt` is written as `until`, `amountMinor` as `amount` (use-decision-sentence.ts).
  expect(texts.filter(({ text }) => /[{]{2}\w*(At|Minor)[}]{2}/.test(text))).toEqual([]);
});
