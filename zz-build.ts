import { build } from "vite";
import { resolve } from "node:path";
await build({ configFile: false, logLevel: "error", resolve: { alias: { "~": resolve("app") } }, esbuild: { jsx: "automatic" }, build: { ssr: true, target: "node22", outDir: "node_modules/.cache/perennial/bench-mail-build", rollupOptions: { input: { measure: "bench/mail/measure.ts" }, output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js", format: "esm" } } } });
