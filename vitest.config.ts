import { fileURLToPath } from "node:url";

import { configDefaults, defineConfig } from "vitest/config";

const EVERYTHING = [
  "app/**/*.test.{ts,tsx}",
  "dev-store/**/*.test.ts",
  "extensions/**/*.test.ts",
  "scripts/**/*.test.ts",
  "bench/**/*.test.ts",
  "tests/{architecture,support,contracts,property,security}/**/*.test.ts",
];
const QUERYING = ["app/**/*.test.{ts,tsx}", "tests/{support,contracts,property,security}/**/*.test.ts"];
const ONLY_SQLITE = [
  "app/platform/sqlite/**",
  // Pure: they never see a database.
  "app/{kit,ui}/**",
  "app/**/rules/**",
  "app/**/{rules,mapping,schema}.test.ts",
  "app/pipeline/projections/backfill/history/{scan/**,order-node.test.ts,sealed-addresses.test.ts}",
  "app/engine/experiments/simulation.test.ts",
  "app/engine/messaging/templates/{ready-made/**,compile.test.ts}",
  "{dev-store,extensions,tests/architecture}/**",
];

/** Tests that want a process of their own: they replace libraries, or are about what a process is started with. */
const IN_A_PROCESS_OF_THEIR_OWN = [
  "tests/{architecture,security}/**/*.test.ts",
  "extensions/**/*.test.ts",
  "dev-store/admin-frame/embedding.test.ts",
  "app/integrations/shopify/shop-fetch.test.ts",
];

/** Where `npm run check` has just run them. */
const CHECKED = process.env.SKIP_ARCHITECTURE ? ["tests/architecture/**"] : [];

const isOnPostgres = process.env.TEST_DATABASE === "postgresql";

// On PostgreSQL: what queries the database. The rest would only be the same again.
const included = isOnPostgres ? QUERYING : EVERYTHING;
const excluded = [...configDefaults.exclude, ...CHECKED, ...(isOnPostgres ? ONLY_SQLITE : [])];

export default defineConfig({
  resolve: { alias: { "~": fileURLToPath(new URL("./app", import.meta.url)) } },
  test: {
    globalSetup: ["./tests/support/database-template.ts"],
    setupFiles: ["fresh-modules", "compiled-queries", "fail-on-console", "property-seed"].map(
      (name) => `./tests/support/${name}.ts`,
    ),
    // One after another: the first gives the others their modules.
    sequence: { setupFiles: "list" },
    // On a busy machine a process may start late. What needed it is named in the report: "(retry x1)".
    retry: process.env.CI ? 1 : 0,
    // It stands in for the hosts of extensions, and imports them as the tests would.
    server: { deps: { inline: [/ui-extensions-tester/] } },
    // Of two cores vitest would leave one idle.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "one process",
          isolate: false,
          include: included,
          exclude: [...excluded, ...IN_A_PROCESS_OF_THEIR_OWN],
        },
      },
      {
        extends: true,
        test: {
          name: "own processes",
          include: IN_A_PROCESS_OF_THEIR_OWN,
          exclude: excluded,
        },
      },
    ],
  },
});
