import { defineConfig } from "@playwright/test";

import { launchOptions, USER_AGENT } from "./tests/e2e/actors/browser";

/** Journeys of merchants and shoppers against the built app and the dev-store: one after another on one shop. */
export default defineConfig({
  testDir: "tests/e2e",
  workers: 1,
  fullyParallel: false,
  // A browser on a busy machine: one more try, and the report names what needed it as flaky.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    launchOptions: launchOptions(),
    userAgent: USER_AGENT,
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    trace: "on-first-retry",
    screenshot: "only-on-failure",
  },
});
