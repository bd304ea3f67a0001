import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Source = { path: string; text: string };

/** The app's own code: no tests, nothing generated. */
export function appSources(): Source[] {
  return readdirSync("app", { recursive: true, encoding: "utf8" })
    .map((file) => join("app", file))
    .filter((path) => /[.]tsx?$/.test(path) && !/[.]test[.]tsx?$/.test(path) && !path.includes("/generated/"))
    .map((path) => ({ path, text: withoutComments(readFileSync(path, "utf8")) }));
}

/** What is under version control, or about to be. */
export function versionedFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 50_000_000,
  });
  return listed.split("\n").filter((path) => path !== "" && existsSync(path));
}

/** Which sources hold the pattern, as `path: what was found`. */
export function findIn(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(new RegExp(pattern, "g"))].map(([found]) => `${path}: ${found.trim()}`),
  );
}

export function pathsWith(sources: readonly Source[], pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/[^\n]*/g, "$1");
}
