import type { Page } from "@playwright/test";

const EXPECTED = [
  // Chromium reports every answer from 400 on as an error of its own; what the page makes of it is for the test.
  "Failed to load resource",
  // The recorder of traces tries its script in every frame; the one with a mail inside lets none run.
  "Blocked script execution in 'about:srcdoc'",
];

/** Collects what a page and its frames complain about: errors in the console, exceptions, broken security policy. */
export function watchConsole(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "error" || EXPECTED.some((text) => message.text().startsWith(text))) return;
    complaints.push(`${message.location().url}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}
