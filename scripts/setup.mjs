/**
 * Makes a fresh clone runnable, then runs one npm script: `node scripts/setup.mjs <script> [args]`.
 *
 * Plain JavaScript without dependencies, because it runs before anything is installed, on whatever Node is there.
 * Each step is left out when its result is newer than what it is made from.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const STAMPS = "node_modules/.cache/perennial";

function succeeds(command, args, env = {}) {
  return spawnSync(command, args, { stdio: "inherit", env: { ...process.env, ...env } }).status === 0;
}

function run(command, args, env = {}) {
  if (!succeeds(command, args, env)) process.exit(1);
}

/** As the lock file says; where a registry lacks an optional package of it, as near to it as can be. */
function install() {
  if (!succeeds("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
    run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
}

function newestIn(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(
    0,
    ...readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.name !== "generated" && entry.name !== "node_modules")
      .map((entry) => newestIn(join(path, entry.name))),
  );
}

/** Runs `work` when one of `sources` changed since it last ran. */
function step(name, sources, work) {
  const stamp = join(STAMPS, name);
  const madeAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (Math.max(...sources.map(newestIn)) <= madeAt) return;
  work();
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, "");
}

const [script, ...args] = process.argv.slice(2);
if (!script) {
  console.error("usage: node scripts/setup.mjs <npm script> [arguments]");
  process.exit(2);
}

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`Perennial needs Node 20 or newer to set itself up; this is ${process.version}.`);
  process.exit(1);
}

step("install", ["package-lock.json"], install);
step("generate", ["prisma/schema.prisma", "app/integrations/shopify/documents", "package-lock.json"], () =>
  run("npm", ["run", "--silent", "generate"]),
);
run("npm", ["run", "--silent", script, "--", ...args], { PERENNIAL_SET_UP: "1" });
