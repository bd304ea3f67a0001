import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import { chromium } from "@playwright/test";

/** The one without a window first: it does the same in two thirds of the time. */
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A Chromium that is on the machine: CHROME_PATH, a usual name on PATH, or Playwright's own; null when there is none. */
export function findChromium(): string | null {
  const given = process.env.CHROME_PATH;
  if (given && isExecutable(given)) return given;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const onPath = paths.find(isExecutable);
  if (onPath) return onPath;
  const own = chromium.executablePath();
  return isExecutable(own) ? own : null;
}

/**
 * A Chromium, fetched when there is none: by Playwright, else by the system's packages.
 *
 * @throws Error that says what to do by hand.
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  console.log("No Chromium found: fetching one (set CHROME_PATH to use your own).");
  spawnSync("npx", ["playwright", "install", "chromium"], { stdio: "ignore", timeout: 180_000 });
  const fetched = findChromium();
  if (fetched) return fetched;
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  for (const args of [
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-y", "-qq", "chromium-headless-shell"],
    // Where there is no package of that name.
    ["apt-get", "install", "-y", "-qq", "chromium"],
  ]) {
    const [command = "", ...rest] = [...sudo, ...args];
    spawnSync(command, rest, { stdio: "ignore", timeout: 300_000 });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error("No Chromium could be fetched. Install one and set CHROME_PATH to its executable.");
}

if (import.meta.filename === process.argv[1]) console.log(ensureChromium());
