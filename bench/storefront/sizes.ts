import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { parse } from "smol-toml";

import { bundleScript } from "../../dev-store/bundle-script";
import { bundleExtension } from "../../extensions/shared/bundle";

/** A file that shoppers' browsers load, in bytes. */
export type FileSize = { name: string; kind: "theme" | "bundle" | "ui"; raw: number; gzip: number };

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
    const entry = join(EXTENSIONS, name, "src/index.ts");
    if (existsSync(entry)) {
      const code = await bundleScript(join(process.cwd(), entry), { minify: true });
      bundles.push(sizeOf({ name, kind: "bundle" }, Buffer.from(code)));
    }
    for (const module of modulesOf(name)) {
      const code = await bundleExtension(join(EXTENSIONS, name, module), { appUrl: "https://app.example" });
      const part = module.replace(/^.*\/|\.tsx$/g, "");
      bundles.push(sizeOf({ name: `${name}, ${part}`, kind: "ui" }, Buffer.from(code)));
    }
  }
  return [style, ...theme, ...bundles];
}

/** The modules of a UI extension, each of which its host loads by itself. */
function modulesOf(extension: string): string[] {
  const file = join(EXTENSIONS, extension, "shopify.extension.toml");
  if (!existsSync(file)) return [];
  const { extensions } = parse(readFileSync(file, "utf8")) as {
    extensions?: { targeting?: { module: string }[] }[];
  };
  return (extensions ?? []).flatMap(({ targeting = [] }) => targeting.map(({ module }) => module));
}

function sizeOf(file: Pick<FileSize, "name" | "kind">, bytes: Buffer): FileSize {
  return { ...file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
}
