import { build } from "esbuild";

/** An extension's module with all it imports, as Shopify's CLI builds it. @param module Path from the project's root. */
export async function bundleExtension(module: string, { appUrl }: { appUrl: string }): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [module],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
    legalComments: "none",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "process.env.APP_URL": JSON.stringify(appUrl), "process.env.NODE_ENV": '"production"' },
  });
  return outputFiles[0]?.text ?? "";
}
