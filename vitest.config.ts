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
];

/** Where `npm run check` has just run them. */
const CHECKED = process.env.SKIP_ARCHITECTURE ? ["tests/architecture/**"] : [];

const isOnPostgres = process.env.TEST_DATABASE === "postgresql";

export default defineConfig({
  resolve: { alias: { "~": fileURLToPath(new URL("./app", import.meta.url)) } },
  test: {
    // On PostgreSQL: what queries the database. The rest would only be the same again.
    include: isOnPostgres ? QUERYING : EVERYTHING,
    exclude: [...configDefaults.exclude, ...CHECKED, ...(isOnPostgres ? ONLY_SQLITE : [])],
    globalSetup: ["./tests/support/database-template.ts"],
    setupFiles: ["./tests/support/fail-on-console.ts", "./tests/support/property-seed.ts"],
    // On a busy machine a process may start late. What needed it is named in the report: "(retry x1)".
    retry: process.env.CI ? 1 : 0,
    // It stands in for the hosts of extensions, and imports them as the tests would.
    server: { deps: { inline: [/ui-extensions-tester/] } },
    // Of two cores vitest would leave one idle.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
