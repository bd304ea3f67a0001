import { fileURLToPath } from "node:url";

import { build, type Rollup } from "vite";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const bundles = new Map<string, Promise<string>>();

async function bundle(entry: string): Promise<string> {
  const nodeEnv = process.env["NODE_ENV"];
  const output = await build({
    configFile: false,
    root: FOLDER,
    publicDir: false,
    logLevel: "silent",
    build: {
      write: false,
      minify: false,
      target: "es2022",
      lib: { entry: `${FOLDER}${entry}`, formats: ["iife"], name: "standIn", fileName: "bundle" },
    },
  });
  // The bundler sets it when it is unset; the rest of the process must not notice.
  if (nodeEnv === undefined) Reflect.deleteProperty(process.env, "NODE_ENV");
  const [first] = [output].flat() as Rollup.RollupOutput[];
  const chunk = first?.output.find((part) => part.type === "chunk");
  if (!chunk) throw new Error(`Bundling ${entry} made no script`);
  return chunk.code;
}

/** A browser script of this folder as one classic script; bundled when first asked for. */
export function browserScript(entry: "app-bridge/main.ts" | "frame/main.ts"): Promise<string> {
  const bundled = bundles.get(entry) ?? bundle(entry);
  bundles.set(entry, bundled);
  return bundled;
}
