import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { documentUrl } from "../../dev-store/admin-frame/document-url";
import { smsUrlOf } from "../../dev-store/sms/twilio";
import { type DevStore, type DevStoreOptions, startDevStore } from "../../dev-store/start";
import { type AppDatabase, openAppDatabase } from "./app-database";
import { type AppProcesses, startAppProcesses } from "./app-process";
import { type KillablePostgres, startKillablePostgres } from "./killable-postgres";

const CLIENT_SECRET = "demo-client-secret";
/** Shopify's library turns away whatever does not look like a browser. */
const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const QUIET_MS = 120_000;
const LOOK_MS = 10;
/** The app's processes are told of a new time at once; this is how long that may take. */
const CLOCK_LAG_MS = 20;
/** What shoppers do within this simulated time of each other happens in one step: a week in a minute or two. */
const COALESCE_MS = 10 * 60 * 1_000;

/** The dev-store and the built app beside it, talking over HTTP and SMTP only. */
export type System = {
  devStore: DevStore;
  app: AppProcesses;
  /** Null on SQLite. */
  postgres: KillablePostgres | null;
  database: AppDatabase;
  databaseUrl: string;
  /** Opens the app as a merchant does, until it is installed: the real token exchange. */
  install: () => Promise<void>;
  /** Resolves when neither the store nor the app has anything to do now. */
  settled: () => Promise<void>;
  /** Lets simulated time pass, event by event; what happens within `stepMs` of each other in one step (ten minutes). */
  advanceTo: (instant: Date, options?: { stepMs?: number }) => Promise<void>;
  stop: () => Promise<void>;
};

export type SystemOptions = Omit<DevStoreOptions, "appUrl" | "clientSecret" | "live"> & {
  /** The app's database; SQLite when absent. */
  onPostgres?: boolean;
  /** Whether a process of the app that ends by itself is started again. */
  isSupervised?: boolean;
  /** More of the app's environment. */
  env?: Record<string, string>;
};

/** Starts everything on free ports of this machine; nothing of it outlives `stop`. */
export async function startSystem({
  onPostgres = false,
  isSupervised = false,
  env = {},
  ...options
}: SystemOptions): Promise<System> {
  const directory = mkdtempSync(join(tmpdir(), "perennial-"));
  const postgres = onPostgres ? await startKillablePostgres() : null;
  const databaseUrl = postgres?.url ?? `file:${join(directory, "perennial.db")}`;
  const devStore = await startDevStore({ ...options, clientSecret: CLIENT_SECRET });
  const app = await startAppProcesses({
    env: { ...environment(devStore, databaseUrl), ...env },
    directory,
    isSupervised,
  }).catch(async (error: unknown) => {
    await devStore.close();
    await postgres?.stop();
    throw error;
  });
  devStore.setAppUrl(app.url);
  const database = openAppDatabase(databaseUrl);

  const now = () => devStore.store.clock.now();
  const appIdle = () => waitUntilIdle(database, now);
  return {
    devStore,
    app,
    postgres,
    database,
    databaseUrl,
    install: () => install(devStore),
    settled: async () => {
      await devStore.webhooks.idle();
      await appIdle();
      await devStore.webhooks.idle();
      await appIdle();
    },
    advanceTo: (instant, { stepMs = COALESCE_MS } = {}) =>
      devStore.advanceTo(instant, {
        barrier: appIdle,
        nextAppDueAt: () => database.nextDueAt(now()),
        coalesceMs: stepMs,
      }),
    stop: async () => {
      await database.close();
      await app.stop();
      await devStore.close();
      await postgres?.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function environment({ app, urls, smtpPort }: DevStore, databaseUrl: string): Record<string, string> {
  return {
    SHOPIFY_API_KEY: app.clientId,
    SHOPIFY_API_SECRET: app.clientSecret,
    SHOPIFY_APP_URL: urls.tunnel,
    SCOPES: app.scopes.join(","),
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    LOOKUP_KEY: randomBytes(32).toString("base64"),
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    MAIL_FROM: "hello@perennial.example",
    SMS_URL: smsUrlOf(urls.mail),
    DEV_STORE_URL: urls.api,
    LOG_LEVEL: process.env.LOG_LEVEL ?? "warn",
  };
}

async function install(devStore: DevStore): Promise<void> {
  const response = await fetch(documentUrl(devStore, "/app", "en"), { headers: { "User-Agent": BROWSER } });
  if (!response.ok || devStore.store.installation === null) {
    throw new Error(
      `The app did not install: it answered ${response.status} ${(await response.text()).slice(0, 300)}`,
    );
  }
}

/** Twice idle with a breath between: a process may just be told of a new time. */
async function waitUntilIdle(database: AppDatabase, now: () => Date): Promise<void> {
  const countDueWork = () => database.countDueWork(now());
  const until = Date.now() + QUIET_MS;
  let quietSince: number | null = null;
  while (Date.now() < until) {
    // A database that is just being started again has work.
    if ((await countDueWork().catch(() => 1)) > 0) quietSince = null;
    else if (quietSince === null) quietSince = Date.now();
    else if (Date.now() - quietSince >= CLOCK_LAG_MS) return;
    await sleep(LOOK_MS);
  }
  throw new Error(
    `the app still has ${await countDueWork()} pieces of work after ${QUIET_MS / 1_000} s:\n${await database.describeWork()}`,
  );
}
