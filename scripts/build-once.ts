import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const MADE = "build/server/server.js";
const SOURCES = ["app", "vite.config.ts", "package-lock.json"];

function newestIn(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((entry) => newestIn(join(path, entry))));
}

/** Builds the app unless the last build is newer than everything it is made of. */
if (!existsSync(MADE) || statSync(MADE).mtimeMs < Math.max(...SOURCES.map(newestIn))) {
  const { status } = spawnSync("npx", ["remix", "vite:build"], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
