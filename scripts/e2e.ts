import { spawnSync } from "node:child_process";

import { ensureChromium } from "./chromium";

/** Runs the browser journeys with a Chromium that is there or is fetched; arguments go to `playwright test`. */
process.env.CHROME_PATH = ensureChromium();
const { status } = spawnSync("npx", ["playwright", "test", ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = status ?? 1;
