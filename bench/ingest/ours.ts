import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { type AppProcesses, startAppProcesses } from "../../scripts/system/app-process";
import { cpuMicros, stopProcess } from "../processes";
import type { AppInbox } from "./databases";
import { type Load, runLoad } from "./load";
import { freshRequests } from "./measure";
import { SECRET } from "./requests";

export type OurMeasurement = {
  /** While the worker applies. */
  acknowledged: Load & { cpuMicrosPerRequest: number };
  /** From the first request until the last order was there with its aggregates. */
  appliedPerSecond: number;
  /** Web and worker process, until all was applied. */
  cpuMicrosPerDelivery: number;
  /** The same, until all reactions to the orders were through, too. */
  cpuMicrosWithReactions: number;
  /** At half of `acknowledged`, while the worker applies. */
  halfSaturation: Load;
  /** With the worker stopped: the door by itself, as the limits are. */
  doorAlone: Load;
};

const WARM_UP = { count: 2_000, maxMs: 5_000 };
const MEASURED = { count: 16_000, maxMs: 12_000 };
const ALONE = { count: 16_000, maxMs: 5_000 };
const HALF_SECONDS = 4;
const LOOK_MS = 10;
const APPLY_MS = 45_000;

/** What our app keeps its data in. */
export type OurDatabase = { url: string; open: () => AppInbox };

/** Our web and worker process as in production, with no Shopify and no mail server there to be asked. */
export async function measureOurs(directory: string, database: OurDatabase): Promise<OurMeasurement> {
  const app = await startAppProcesses({ env: environment(database.url), directory });
  const inbox = database.open();
  try {
    await inbox.insertShop();
    const url = new URL(app.url);
    const warmUp = await runLoad({ url, requests: freshRequests(url, WARM_UP.count), maxMs: WARM_UP.maxMs });
    await waitUntilApplied(inbox);
    const whole = await measureWhole({ app, inbox, appliedBefore: warmUp.count });
    const rate = whole.acknowledged.perSecond / 2;
    const halfSaturation = await runLoad({
      url,
      requests: freshRequests(url, Math.round(rate * HALF_SECONDS)),
      rate,
    });
    await stopProcess(app.worker);
    const doorAlone = await runLoad({ url, requests: freshRequests(url, ALONE.count), maxMs: ALONE.maxMs });
    return { ...whole, halfSaturation, doorAlone };
  } finally {
    await inbox.close();
    await app.stop();
  }
}

type Whole = Pick<
  OurMeasurement,
  "acknowledged" | "appliedPerSecond" | "cpuMicrosPerDelivery" | "cpuMicrosWithReactions"
>;

/** @throws Error when orders or aggregates are missing: then there is nothing to report. */
async function measureWhole({
  app,
  inbox,
  appliedBefore,
}: {
  app: AppProcesses;
  inbox: AppInbox;
  appliedBefore: number;
}): Promise<Whole> {
  const url = new URL(app.url);
  const [web, worker] = [app.web.pid ?? 0, app.worker.pid ?? 0];
  const requests = freshRequests(url, MEASURED.count);
  const before = { web: cpuMicros(web), worker: cpuMicros(worker) };
  const startedAt = performance.now();
  const load = await runLoad({ url, requests, maxMs: MEASURED.maxMs });
  const webMicros = cpuMicros(web) - before.web;
  const isAll = await waitUntilApplied(inbox);
  const seconds = (performance.now() - startedAt) / 1_000;
  const microsSince = () => cpuMicros(web) - before.web + cpuMicros(worker) - before.worker;
  const micros = microsSince();
  const counts = await inbox.counts();
  const applied = counts.projected - appliedBefore;
  const isConsistent = counts.orders === counts.projected && counts.counted === counts.projected;
  if (!isConsistent || (isAll && applied !== load.count)) {
    throw new Error(
      `${load.count} more deliveries were acknowledged, the database says ${JSON.stringify(counts)}`,
    );
  }
  await waitWhile(inbox.isReacting);
  return {
    cpuMicrosWithReactions: microsSince() / applied,
    acknowledged: { ...load, cpuMicrosPerRequest: webMicros / load.count },
    appliedPerSecond: applied / seconds,
    cpuMicrosPerDelivery: micros / applied,
  };
}

/** @returns false when it was not all after 45 s: the rate is then that of those 45 s. */
function waitUntilApplied(inbox: AppInbox): Promise<boolean> {
  return waitWhile(inbox.isWaiting);
}

async function waitWhile(isGoingOn: () => Promise<boolean>): Promise<boolean> {
  const until = Date.now() + APPLY_MS;
  while (await isGoingOn()) {
    if (Date.now() > until) return false;
    await sleep(LOOK_MS);
  }
  return true;
}

function environment(databaseUrl: string): Record<string, string> {
  return {
    SHOPIFY_API_KEY: "bench-client-id",
    SHOPIFY_API_SECRET: SECRET,
    SHOPIFY_APP_URL: "https://bench.example.com",
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    LOOKUP_KEY: randomBytes(32).toString("base64"),
    SMTP_URL: "smtp://127.0.0.1:1025",
    MAIL_FROM: "hello@example.com",
    SCOPES: "read_orders,read_customers",
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: "warn",
    DEV_STORE_URL: "",
  };
}
