import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { makeSqlite } from "./backfill/sqlite";
import { startServer } from "./processes";
const directory = mkdtempSync(join(tmpdir(), "perennial-bench-"));
const sink = await startServer("bench/mail/sink.ts");
await build({ configFile: false, logLevel: "error", resolve: { alias: { "~": resolve("app") } }, esbuild: { jsx: "automatic" },
  build: { ssr: true, target: "node22", minify: false, outDir: "node_modules/.cache/perennial/prof-mail", rollupOptions: { input: { measure: "bench/mail/measure.ts" }, output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js", format: "esm" } } } });
const sinkUrl = `smtp://127.0.0.1:${sink.url.port}`;
const child = spawn(process.execPath, [...(process.env.PROF ? ["--cpu-prof", "--cpu-prof-dir=/tmp/prof/mail"] : []), "node_modules/.cache/perennial/prof-mail/measure.js"], {
  env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "error", SHOPIFY_API_KEY: "b", SHOPIFY_API_SECRET: "bench-client-secret", SHOPIFY_APP_URL: "https://bench.example.com",
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`, LOOKUP_KEY: randomBytes(32).toString("base64"), SMTP_URL: sinkUrl, MAIL_FROM: "hello@bench.example", DATABASE_URL: process.env.DATABASE_URL_PG ?? makeSqlite(join(directory, "mail.db")), SINK_URL: sinkUrl },
  stdio: "inherit" });
await once(child, "exit");
await sink.stop();
process.exit(0);
