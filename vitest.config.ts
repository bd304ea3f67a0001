import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "~": fileURLToPath(new URL("./app", import.meta.url)) } },
  test: {
    include: [
      "app/**/*.test.{ts,tsx}",
      "dev-store/**/*.test.ts",
      "scripts/**/*.test.ts",
      "bench/**/*.test.ts",
      "tests/{architecture,support,contracts}/**/*.test.ts",
    ],
    globalSetup: ["./tests/support/database-template.ts"],
    setupFiles: ["./tests/support/fail-on-console.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
