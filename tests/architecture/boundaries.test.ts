import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

import { cruise, type IConfiguration } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { afterEach, expect, test } from "vitest";

const config = createRequire(import.meta.url)("./dependency-cruiser.cjs") as Required<IConfiguration>;
const PLANTED = "app/features/planted-violation";

afterEach(() => rmSync(PLANTED, { recursive: true, force: true }));

async function violations(): Promise<string[]> {
  const { output } = await cruise(
    ["app", "dev-store"],
    { ruleSet: config, validate: true, ...config.options },
    {},
    { tsConfig: extractTSConfig("tsconfig.json") },
  );
  if (typeof output === "string") throw new Error(output);
  return output.summary.violations
    .filter((violation) => violation.rule.severity === "error")
    .map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`);
}

test("modules respect the dependency rules", async () => {
  expect(await violations()).toEqual([]);
}, 120_000);

test("a feature that reaches into another feature and into an integration is caught", async () => {
  mkdirSync(PLANTED, { recursive: true });
  writeFileSync(
    `${PLANTED}/service.server.ts`,
    `import "~/features/cart-recovery/rules";\nimport "~/integrations/email/smtp.server";\n`,
  );
  const found = (await violations()).filter((line) => line.includes("planted-violation"));
  expect(found.map((line) => line.split(":")[0])).toEqual(
    expect.arrayContaining(["features-are-islands", "layer-features"]),
  );
}, 120_000);
