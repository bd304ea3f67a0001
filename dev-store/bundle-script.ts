import { dirname } from "node:path";

import { build, type Rollup } from "vite";

/** A browser script with all it imports as one classic script. @param entry Path of the file. */
export async function bundleScript(entry: string, { minify = false } = {}): Promise<string> {
  const nodeEnv = process.env["NODE_ENV"];
  const output = await build({
    configFile: false,
    root: dirname(entry),
    publicDir: false,
    logLevel: "silent",
    build: {
      write: false,
      minify,
      target: "es2022",
      lib: { entry, formats: ["iife"], name: "standIn", fileName: "bundle" },
    },
  });
  // The bundler sets it when it is unset; the rest of the process must not notice.
  if (nodeEnv === undefined) Reflect.deleteProperty(process.env, "NODE_ENV");
  const [first] = [output].flat() as Rollup.RollupOutput[];
  const chunk = first?.output.find((part) => part.type === "chunk");
  if (!chunk) throw new Error(`Bundling ${entry} made no script`);
  return chunk.code;
}
