import { chromium } from "@playwright/test";

import { ensureChromium } from "../../../scripts/chromium";

/** A plain Chrome: Shopify's library turns away whatever calls itself headless. */
export const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How Chromium is started here, wherever it comes from. */
export function launchOptions(): { executablePath: string; args: string[] } {
  return { executablePath: ensureChromium(), args: ARGS };
}

/** A browser for scripts; tests get theirs from Playwright. */
export const launchBrowser = () => chromium.launch(launchOptions());
