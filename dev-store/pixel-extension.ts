import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { parse } from "smol-toml";
import { z } from "zod";

import type { PixelExtension } from "./state/app-model";

const validationSchema = z.object({
  name: z.enum(["min", "max", "regex"]),
  value: z.string(),
});

/** `shopify.extension.toml` of a web pixel, as documented. */
const extensionSchema = z
  .object({
    type: z.literal("web_pixel_extension"),
    name: z.string().min(1),
    runtime_context: z.literal("strict", { message: "app pixels run in the strict sandbox" }),
    customer_privacy: z.object({
      analytics: z.boolean(),
      marketing: z.boolean(),
      preferences: z.boolean(),
      sale_of_data: z.enum(["enabled", "disabled", "ldu"]),
    }),
    settings: z.object({
      type: z.literal("object"),
      fields: z.record(
        z.object({
          name: z.string().min(1),
          description: z.string().optional(),
          type: z.literal("single_line_text_field"),
          validations: z.array(validationSchema).default([]),
        }),
      ),
    }),
  })
  .strict();

/**
 * The web pixel that is deployed with an app: the extension beside its configuration; null when there is none.
 *
 * @param configFile Path of `shopify.app.toml`.
 * @throws ZodError naming the key when the extension's file is not in the documented format.
 */
export function readPixelExtension(configFile: string): PixelExtension | null {
  const folder = resolve(dirname(configFile), "extensions");
  const files = existsSync(folder)
    ? readdirSync(folder)
        .map((name) => join(folder, name, "shopify.extension.toml"))
        .filter((file) => existsSync(file))
    : [];
  for (const file of files) {
    const toml = parse(readFileSync(file, "utf8"));
    if (toml["type"] !== "web_pixel_extension") continue;
    const { name, customer_privacy: privacy, settings } = extensionSchema.parse(toml);
    const fields = Object.entries(settings.fields).map(([key, { validations }]) => ({ key, validations }));
    return { name, entry: join(dirname(file), "src/index.ts"), fields, privacy };
  }
  return null;
}
