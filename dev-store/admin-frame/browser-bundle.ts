import { fileURLToPath } from "node:url";

import { bundleScript } from "../bundle-script";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const bundles = new Map<string, Promise<string>>();

/** A browser script of this folder as one classic script; bundled when first asked for. */
export function browserScript(entry: "app-bridge/main.ts" | "frame/main.ts"): Promise<string> {
  const bundled = bundles.get(entry) ?? bundleScript(`${FOLDER}${entry}`);
  bundles.set(entry, bundled);
  return bundled;
}
