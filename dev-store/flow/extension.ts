import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { parse } from "smol-toml";
import { z } from "zod";

import type { FlowExtension } from "../state/app-model";

const fieldSchema = z.object({ type: z.string(), key: z.string().optional() });
const settings = z.object({ fields: z.array(fieldSchema).default([]) }).default({});
const partSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("flow_trigger"), handle: z.string(), settings }),
  z.object({ type: z.literal("flow_action"), handle: z.string(), runtime_url: z.string() }),
  z.object({ type: z.literal("flow_trigger_lifecycle_callback"), url: z.string() }),
]);
type Part = z.output<typeof partSchema>;

/**
 * What of Shopify Flow is deployed with an app: the extensions beside its configuration.
 *
 * @param configFile Path of `shopify.app.toml`.
 */
export function readFlowExtension(configFile: string): FlowExtension {
  const folder = resolve(dirname(configFile), "extensions");
  const files = existsSync(folder)
    ? readdirSync(folder).map((name) => join(folder, name, "shopify.extension.toml"))
    : [];
  const parts = files.filter((file) => existsSync(file)).flatMap(partsOf);
  return {
    triggers: parts.flatMap((part) =>
      part.type === "flow_trigger"
        ? [{ handle: part.handle, keys: part.settings.fields.map(({ type, key }) => key ?? keyOf(type)) }]
        : [],
    ),
    actions: parts.flatMap((part) =>
      part.type === "flow_action" ? [{ handle: part.handle, path: part.runtime_url }] : [],
    ),
    callback:
      parts.flatMap((part) => (part.type === "flow_trigger_lifecycle_callback" ? [part.url] : []))[0] ?? null,
  };
}

/** `customer_reference` is filled by `customer_id`. */
function keyOf(type: string): string {
  return type.replace(/_reference$/, "_id");
}

function partsOf(file: string): Part[] {
  const { extensions } = parse(readFileSync(file, "utf8"));
  if (!Array.isArray(extensions)) return [];
  return extensions.flatMap((extension) => {
    const part = partSchema.safeParse(extension);
    return part.success ? [part.data] : [];
  });
}
