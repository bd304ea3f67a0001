import type { Page } from "@playwright/test";

/** Chromium reports every answer from 400 on as an error of its own; what the page makes of it is for the test. */
const OF_THE_NETWORK = "Failed to load resource";

/** Collects what a page and its frames complain about: errors in the console, exceptions, broken security policy. */
export function watchConsole(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "error" || message.text().startsWith(OF_THE_NETWORK)) return;
    complaints.push(`${message.location().url}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}
