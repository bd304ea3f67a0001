import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { bundleScript } from "../../dev-store/bundle-script";

/** A file that shoppers' browsers load, in bytes. */
export type FileSize = { name: string; kind: "theme" | "bundle"; raw: number; gzip: number };

const THEME = "extensions/perennial-theme/assets";
/** The style is inside the page. */
const STYLE = "extensions/perennial-theme/snippets/pn-css.liquid";
const EXTENSIONS = "extensions";

/** Everything of our extensions that a browser loads: files of the theme as they are, bundles as a release builds them. */
export async function measureFiles(): Promise<FileSize[]> {
  const style = sizeOf({ name: "pn-css.liquid, inside pages", kind: "theme" }, readFileSync(STYLE));
  const theme = readdirSync(THEME).map((name) =>
    sizeOf({ name, kind: "theme" }, readFileSync(join(THEME, name))),
  );
  const bundles = [];
  for (const name of readdirSync(EXTENSIONS)) {
    const entry = readdirSync(join(EXTENSIONS, name)).includes("src")
      ? join(EXTENSIONS, name, "src/index.ts")
      : null;
    if (entry === null) continue;
    const code = await bundleScript(join(process.cwd(), entry), { minify: true });
    bundles.push(sizeOf({ name, kind: "bundle" }, Buffer.from(code)));
  }
  return [style, ...theme, ...bundles];
}

function sizeOf(file: Pick<FileSize, "name" | "kind">, bytes: Buffer): FileSize {
  return { ...file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
}
