import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { cruise, type IConfiguration } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const config = createRequire(import.meta.url)("./dependency-cruiser.cjs") as Required<IConfiguration>;

type Violation = { rule: string; from: string; to: string };

/** What breaks the rules in the house at `root`, and how many of its modules were looked at. */
async function inspect(root: string): Promise<{ moduleCount: number; violations: Violation[] }> {
  const fileName = join(root, "tsconfig.json");
  const { output } = await cruise(
    ["app", "dev-store"],
    { ruleSet: config, validate: true, ...config.options, baseDir: root, tsConfig: { fileName } },
    {},
    { tsConfig: extractTSConfig(fileName) },
  );
  if (typeof output === "string") throw new Error(output);
  const violations = output.summary.violations
    .filter((violation) => violation.rule.severity === "error")
    .map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return { moduleCount: output.summary.totalCruised, violations };
}

test("modules respect the dependency rules", async () => {
  const { moduleCount, violations } = await inspect(process.cwd());
  expect(moduleCount).toBeGreaterThan(300);
  expect(violations).toEqual([]);
}, 180_000);

/** A small house in which everything is wrong: file → what it imports. */
const PLANTED: Record<string, string[]> = {
  "app/composition.server.ts": [
    "./features/a/registration.server",
    "./features/a/service.server",
    "./features/b/rules",
    "./features/b/lonely/repository.server",
    "./engine/x/service.server",
    "./kit/one",
    "./platform/db.server",
    "./pipeline/inbox/door.server",
    "./pipeline/projections/orders/mapping",
    "./generated/prisma/client",
    "./shops/service.server",
    "./ui/Chart",
    "./routes/app.a",
  ],
  "app/generated/prisma/client.ts": [],
  "app/kit/one.ts": ["./two", "node:fs"],
  "app/kit/two.ts": ["./one", "~/platform/db.server"],
  "app/platform/db.server.ts": ["~/shops/service.server", "~/generated/prisma/client"],
  "app/ui/Chart.tsx": ["~/features/a/schema"],
  "app/integrations/email/smtp.server.ts": [],
  "app/shops/service.server.ts": ["~/pipeline/outbox/enqueue.server", "~/generated/prisma/client"],
  "app/pipeline/outbox/enqueue.server.ts": ["~/pipeline/inbox/door.server"],
  "app/pipeline/inbox/door.server.ts": ["~/pipeline/outbox/enqueue.server"],
  "app/pipeline/projections/orders/mapping.ts": ["~/platform/db.server"],
  "app/pipeline/projections/orders/repository.server.ts": [],
  "app/engine/x/service.server.ts": ["~/engine/y/service.server", "~/features/a/service.server"],
  "app/engine/y/service.server.ts": ["~/pipeline/projections/orders/repository.server"],
  "app/features/a/registration.server.ts": [],
  "app/features/a/schema.ts": [],
  "app/features/a/repository.server.ts": [],
  "app/features/a/rules.ts": ["./facts", "node:crypto", "zod"],
  "app/features/a/facts.ts": ["./repository.server"],
  "app/features/a/service.server.ts": [
    "~/features/b/rules",
    "~/integrations/email/smtp.server",
    "@shopify/shopify-api",
    "./rules",
    "./missing",
    "../../../tests/helper",
    "../../../dev-store/start",
  ],
  "app/features/b/rules.ts": [],
  "app/features/b/lonely/repository.server.ts": [],
  "app/features/b/forgotten.ts": [],
  "app/routes/app.a.tsx": ["~/features/b/lonely/repository.server", "~/pipeline/outbox/enqueue.server"],
  "node_modules/@shopify/shopify-api/index.js": [],
  "dev-store/start.ts": ["../app/kit/one"],
  "tests/helper.ts": [],
};

describe("a planted violation is caught:", () => {
  let root: string;
  let caught: string[];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "perennial-planted-"));
    for (const [file, imports] of Object.entries(PLANTED)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      const lines = imports.map((path, index) => `import * as i${index} from "${path}";\nvoid i${index};`);
      writeFileSync(join(root, file), [...lines, "export const value = 1;"].join("\n"));
    }
    writeFileSync(
      join(root, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          module: "ESNext",
          moduleResolution: "Bundler",
          jsx: "react-jsx",
          baseUrl: ".",
          paths: { "~/*": ["./app/*"] },
        },
      }),
    );
    writeFileSync(join(root, "package.json"), JSON.stringify({ name: "planted" }));
    const { violations } = await inspect(root);
    caught = violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);
  }, 180_000);
  afterAll(() => rmSync(root, { recursive: true }));

  test.each([
    ["kit reaches I/O", "layer-kit: app/kit/two.ts → app/platform/db.server.ts"],
    ["kit uses Node", "pure-files-no-node-core: app/kit/one.ts → fs"],
    ["platform knows a shop", "layer-platform: app/platform/db.server.ts → app/shops/service.server.ts"],
    ["ui knows a feature", "layer-ui: app/ui/Chart.tsx → app/features/a/schema.ts"],
    [
      "shops reach the outbox",
      "layer-shops: app/shops/service.server.ts → app/pipeline/outbox/enqueue.server.ts",
    ],
    [
      "the inbox reaches the outbox",
      "layer-pipeline-inbox: app/pipeline/inbox/door.server.ts → app/pipeline/outbox/enqueue.server.ts",
    ],
    [
      "the outbox reaches the inbox",
      "layer-pipeline-outbox: app/pipeline/outbox/enqueue.server.ts → app/pipeline/inbox/door.server.ts",
    ],
    [
      "the engine knows a feature",
      "layer-engine: app/engine/x/service.server.ts → app/features/a/service.server.ts",
    ],
    [
      "the engine writes projections",
      "layer-engine: app/engine/y/service.server.ts → app/pipeline/projections/orders/repository.server.ts",
    ],
    [
      "one part of the engine knows another",
      "engine-parts-are-islands: app/engine/x/service.server.ts → app/engine/y/service.server.ts",
    ],
    [
      "one feature knows another",
      "features-are-islands: app/features/a/service.server.ts → app/features/b/rules.ts",
    ],
    [
      "a feature uses an integration",
      "layer-features: app/features/a/service.server.ts → app/integrations/email/smtp.server.ts",
    ],
    [
      "a feature uses Shopify's SDK",
      "shopify-sdk-stays-in-its-adapter: app/features/a/service.server.ts → node_modules/@shopify/shopify-api",
    ],
    [
      "a service uses Prisma",
      "prisma-stays-in-repositories: app/shops/service.server.ts → app/generated/prisma/client.ts",
    ],
    [
      "rules reach the database through a helper",
      "rules-never-reach-io: app/features/a/rules.ts → app/features/a/repository.server.ts",
    ],
    ["rules use Node", "pure-files-no-node-core: app/features/a/rules.ts → crypto"],
    [
      "rules import what is not pure by its name",
      "rules-are-pure: app/features/a/rules.ts → app/features/a/facts.ts",
    ],
    [
      "a mapping reaches the database",
      "rules-never-reach-io: app/pipeline/projections/orders/mapping.ts → app/platform/db.server.ts",
    ],
    [
      "a route opens a feature's repository",
      "layer-routes: app/routes/app.a.tsx → app/features/b/lonely/repository.server.ts",
    ],
    ["a route uses the outbox", "layer-routes: app/routes/app.a.tsx → app/pipeline/outbox/enqueue.server.ts"],
    [
      "somebody opens a feature's inner room",
      "feature-internals-are-private: app/routes/app.a.tsx → app/features/b/lonely/repository.server.ts",
    ],
    [
      "the composition opens it too",
      "composition-sees-registrations: app/composition.server.ts → app/features/b/rules.ts",
    ],
    ["two modules need each other", "no-cycles: app/kit/one.ts → app/kit/two.ts"],
    ["something is missing", "no-unresolved: app/features/a/service.server.ts → ./missing"],
    ["the app needs a test", "app-does-not-import-tests: app/features/a/service.server.ts → tests/helper.ts"],
    [
      "the app needs the dev-store",
      "app-does-not-import-tests: app/features/a/service.server.ts → dev-store/start.ts",
    ],
    [
      "the dev-store knows the app",
      "dev-store-knows-nothing-of-the-app: dev-store/start.ts → app/kit/one.ts",
    ],
    ["nobody needs a file", "no-orphans: app/features/b/forgotten.ts → app/features/b/forgotten.ts"],
    [
      "a route is needed by something else",
      "routes-are-the-edge: app/composition.server.ts → app/routes/app.a.tsx",
    ],
  ])("%s", (_title, expected) => {
    expect(caught.filter((line) => line.startsWith(expected))).not.toEqual([]);
  });
});
