import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { parse } from "smol-toml";
import { z } from "zod";

import type { ThemeBlock, ThemeExtension } from "./state/app-model";

const SCHEMA_TAG = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/;

const blockSchema = z.object({
  name: z.string(),
  target: z.enum(["section", "head", "body"]),
  stylesheet: z.string().optional(),
  javascript: z.string().optional(),
  enabled_on: z.object({ templates: z.array(z.string()).default([]) }).optional(),
  settings: z
    .array(z.object({ id: z.string().optional(), type: z.string(), default: z.unknown() }).passthrough())
    .default([]),
});

/**
 * The theme app extension that is deployed with an app: the folder beside its configuration; null when there is none.
 *
 * @param configFile Path of `shopify.app.toml`.
 * @throws ZodError or SyntaxError when a block's schema is not in the documented format.
 */
export function readThemeExtension(configFile: string): ThemeExtension | null {
  const folder = resolve(dirname(configFile), "extensions");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) {
    const file = join(folder, name, "shopify.extension.toml");
    if (existsSync(file) && parse(readFileSync(file, "utf8"))["type"] === "theme")
      return readFolder(join(folder, name));
  }
  return null;
}

function readFolder(folder: string): ThemeExtension {
  const blocks = textsIn(join(folder, "blocks"), ".liquid");
  return {
    name: basename(folder),
    assets: join(folder, "assets"),
    blocks: [...blocks].map(([handle, source]) => readBlock(handle, source)),
    snippets: Object.fromEntries(textsIn(join(folder, "snippets"), ".liquid")),
    texts: Object.fromEntries(
      [...textsIn(join(folder, "locales"), ".json")]
        .filter(([file]) => !file.endsWith(".schema"))
        .map(([file, json]) => [file.replace(/\.default$/, ""), JSON.parse(json) as unknown]),
    ),
  };
}

function readBlock(handle: string, source: string): ThemeBlock {
  const [tag = "", json = ""] = SCHEMA_TAG.exec(source) ?? [];
  const { target, stylesheet, javascript, enabled_on: where, settings } = blockSchema.parse(JSON.parse(json));
  return {
    ...{ handle, target, source: source.replace(tag, "") },
    ...{ stylesheet: stylesheet ?? null, javascript: javascript ?? null },
    templates: where?.templates ?? null,
    settings: settings.flatMap(({ id, type, default: value }) =>
      id === undefined ? [] : [{ id, type, value }],
    ),
  };
}

/** Texts of a folder's files by their names without the ending. */
function textsIn(folder: string, ending: string): Map<string, string> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(ending)) : [];
  return new Map(
    files.sort().map((file) => [basename(file, ending), readFileSync(join(folder, file), "utf8")]),
  );
}
