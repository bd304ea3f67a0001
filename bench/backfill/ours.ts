import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join, resolve } from "node:path";

import { build } from "vite";

import { NODE_FLAGS, PROCESS_ENV } from "../../scripts/system/app-process";
import { stopProcess } from "../processes";
import type { Counts, Files } from "./data";

export type OurLoad = {
  /** From the first byte asked for until the aggregates were there. */
  seconds: number;
  /** Of the process, all threads; on PostgreSQL the server's comes on top. */
  cpuSeconds: number;
  customerSeconds: number;
  orderSeconds: number;
  aggregateSeconds: number;
  peakMegabytes: number;
  counts: Counts;
  aggregateDifferences: number;
};

/**
 * Loads the files into a migrated database as the worker does, over HTTP.
 *
 * @throws Error when rows or aggregates are missing: then there is nothing to report.
 */
export async function measureOurs(databaseUrl: string, files: Files): Promise<OurLoad> {
  const server = createServer((request, response) => {
    createReadStream(join(files.directory, basename(request.url ?? "")), { highWaterMark: 256_000 }).pipe(
      response,
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const filesUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const load = await runLoad({ databaseUrl, filesUrl, orderCount: files.counts.orders });
    const isWhole = (["orders", "lines", "customers"] as const).every(
      (name) => load.counts[name] === files.counts[name],
    );
    if (!isWhole || load.aggregateDifferences > 0)
      throw new Error(`not all was loaded: ${JSON.stringify(load)}`);
    return load;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const BUILT = "node_modules/.cache/perennial/bench-backfill-build";

/** As in production: one file per process and thread, so that no compiler counts among the memory. */
async function buildLoad(): Promise<string> {
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: { "~": resolve("app") } },
    build: {
      ssr: true,
      target: "node22",
      outDir: BUILT,
      rollupOptions: {
        input: {
          load: "bench/backfill/load.ts",
          "backfill-reader": "app/pipeline/projections/backfill/history/reader-thread.server.ts",
        },
        output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js", format: "esm" },
      },
    },
  });
  return join(BUILT, "load.js");
}

type Run = { databaseUrl: string; filesUrl: string; orderCount: number };

async function runLoad({ databaseUrl, filesUrl, orderCount }: Run): Promise<OurLoad> {
  const child = spawn(process.execPath, [...NODE_FLAGS, await buildLoad()], {
    env: {
      ...process.env,
      ...PROCESS_ENV,
      NODE_ENV: "production",
      LOG_LEVEL: "warn",
      SHOPIFY_API_KEY: "bench-client-id",
      SHOPIFY_API_SECRET: "bench-client-secret",
      SHOPIFY_APP_URL: "https://bench.example.com",
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
      LOOKUP_KEY: randomBytes(32).toString("base64"),
      SMTP_URL: "smtp://127.0.0.1:1025",
      MAIL_FROM: "hello@example.com",
      DATABASE_URL: databaseUrl,
      FILES_URL: filesUrl,
      ORDER_COUNT: String(orderCount),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, failed] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (failed = `${failed}${chunk.toString()}`.slice(-4_000)));
  try {
    await once(child, "exit");
    const last = said.trim().split("\n").at(-1) ?? "";
    if (child.exitCode !== 0 || !last.startsWith("{")) throw new Error(`the load failed: ${failed}${said}`);
    return JSON.parse(last) as OurLoad;
  } finally {
    await stopProcess(child);
  }
}
