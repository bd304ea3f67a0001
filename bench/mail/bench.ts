import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { build } from "vite";

import { makeSqlite } from "../backfill/sqlite";
import { startServer, stopProcess } from "../processes";
import { PROVIDER_PER_SECOND } from "./connections";
import { NODE_FLAGS } from "../../scripts/system/app-process";
import { atLeastTimes, besideOf, figure, type Result } from "../result";

/** All a second. */
export type MailFigures = {
  /** Compiled once, filled with escaping: HTML and text. */
  renders: number;
  reactEmail: number;
  /** Compiled anew for every mail. */
  mjml: number;
  nodemailer: number;
  handedOver: number;
  /** Rendered, queued, decided, handed over and settled. */
  wholeWay: number;
  /** The same to a provider that takes `PROVIDER_PER_SECOND`. */
  atLimit: number;
};

const GOAL_RENDERS = 10;
const GOAL_MAILS = 3;
const GOAL_OF_LIMIT = 0.95;

/** Mails: rendered beside react-email, handed over beside nodemailer's pool, and the whole way through the database. */
export async function benchMail(): Promise<Result[]> {
  const directory = mkdtempSync(join(tmpdir(), "perennial-bench-"));
  try {
    const entries = await buildEntries();
    const inDirectory = (name: string) => makeSqlite(join(directory, name));
    const unlimited = await measure(entries.measure, {
      databaseUrl: inDirectory("mail.db"),
      perSecond: null,
    });
    const limited = await measure(entries.atLimit, {
      databaseUrl: inDirectory("limited.db"),
      perSecond: PROVIDER_PER_SECOND,
    });
    return resultsOf({ ...unlimited, ...limited } as MailFigures);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const BUILT = "node_modules/.cache/perennial/bench-mail-build";

/** As in production: texts are found by Vite, and no compiler counts. */
async function buildEntries(): Promise<{ measure: string; atLimit: string }> {
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: { "~": resolve("app") } },
    esbuild: { jsx: "automatic" },
    build: {
      ssr: true,
      target: "node22",
      outDir: BUILT,
      rollupOptions: {
        input: { measure: "bench/mail/measure.ts", "at-limit": "bench/mail/at-limit.ts" },
        output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js", format: "esm" },
      },
    },
  });
  return { measure: join(BUILT, "measure.js"), atLimit: join(BUILT, "at-limit.js") };
}

/** What a program measures with a mail server of its own. @param perSecond What the server takes; null: all. */
async function measure(
  entry: string,
  { databaseUrl, perSecond }: { databaseUrl: string; perSecond: number | null },
): Promise<Partial<MailFigures>> {
  const sink = await startServer(
    "bench/mail/sink.ts",
    perSecond === null ? {} : { PER_SECOND: String(perSecond) },
  );
  try {
    return await runEntry(entry, { databaseUrl, sinkUrl: `smtp://127.0.0.1:${sink.url.port}` });
  } finally {
    await sink.stop();
  }
}

async function runEntry(
  entry: string,
  { databaseUrl, sinkUrl }: { databaseUrl: string; sinkUrl: string },
): Promise<Partial<MailFigures>> {
  const child = spawn(process.execPath, [...NODE_FLAGS, entry], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG_LEVEL: "error",
      SHOPIFY_API_KEY: "bench-client-id",
      SHOPIFY_API_SECRET: "bench-client-secret",
      SHOPIFY_APP_URL: "https://bench.example.com",
      ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
      LOOKUP_KEY: randomBytes(32).toString("base64"),
      SMTP_URL: sinkUrl,
      MAIL_FROM: "hello@bench.example",
      DATABASE_URL: databaseUrl,
      SINK_URL: sinkUrl,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, failed] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (failed = `${failed}${chunk.toString()}`.slice(-4_000)));
  try {
    await once(child, "exit");
    const last = said.trim().split("\n").at(-1) ?? "";
    if (child.exitCode !== 0 || !last.startsWith("{")) throw new Error(`the bench failed: ${failed}${said}`);
    return JSON.parse(last) as Partial<MailFigures>;
  } finally {
    await stopProcess(child);
  }
}

function resultsOf(figures: MailFigures): Result[] {
  const { renders, reactEmail, mjml, nodemailer, handedOver, wholeWay, atLimit } = figures;
  const perSecond = (name: string, value: number) => ({ name, value, unit: "/s" });
  const react = perSecond("react-email", reactEmail);
  const pool = perSecond("nodemailer, pooled", nodemailer);
  const limit = perSecond("a provider's limit", PROVIDER_PER_SECOND);
  return [
    figure(react),
    besideOf(perSecond("MJML compiled anew", mjml), react),
    atLeastTimes(perSecond("rendered, HTML and text", renders), react, GOAL_RENDERS),
    figure(pool),
    atLeastTimes(perSecond("handed over", handedOver), pool, GOAL_MAILS),
    atLeastTimes(perSecond("rendered, queued, decided, handed over", wholeWay), pool, GOAL_MAILS),
    atLeastTimes(perSecond("the same, to a provider with a limit", atLimit), limit, GOAL_OF_LIMIT),
  ];
}
