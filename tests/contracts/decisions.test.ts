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
