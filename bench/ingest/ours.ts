import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { startAppProcesses } from "../../scripts/system/app-process";
import { cpuMicros } from "../processes";
import { type AppInbox, openAppInbox } from "./databases";
import { type Load, runLoad } from "./load";
import { freshRequests } from "./measure";
import { SECRET } from "./requests";

export type OurMeasurement = {
  acknowledged: Load & { cpuMicrosPerRequest: number };
  /** From the first request until the last order was there with its aggregates. */
  appliedPerSecond: number;
  /** Web and worker process, until all was applied. */
  cpuMicrosPerDelivery: number;
  halfSaturation: Load;
};

const WARM_UP = 2_000;
const COUNT = 16_000;
const HALF_SECONDS = 4;
const LOOK_MS = 10;
const APPLY_MS = 90_000;

/** Our web and worker process as in production, with no Shopify and no mail server there to be asked. */
export async function measureOurs(directory: string): Promise<OurMeasurement> {
  const path = join(directory, "perennial.db");
  const app = await startAppProcesses({ env: environment(path), directory });
  const inbox = openAppInbox(path);
  try {
    inbox.insertShop();
    const url = new URL(app.url);
    const pids = [app.web.pid ?? 0, app.worker.pid ?? 0];
    await runLoad({ url, requests: freshRequests(url, WARM_UP) });
    await allApplied(inbox, WARM_UP);

    const requests = freshRequests(url, COUNT);
    const cpuBefore = pids.map(cpuMicros);
    const startedAt = performance.now();
    const load = await runLoad({ url, requests });
    const webMicros = cpuMicros(pids[0] ?? 0) - (cpuBefore[0] ?? 0);
    await allApplied(inbox, WARM_UP + COUNT);
    const seconds = (performance.now() - startedAt) / 1_000;
    const allMicros = pids
      .map((pid, index) => cpuMicros(pid) - (cpuBefore[index] ?? 0))
      .reduce((a, b) => a + b, 0);

    const rate = load.perSecond / 2;
    const halfSaturation = await runLoad({
      url,
      requests: freshRequests(url, Math.round(rate * HALF_SECONDS)),
      rate,
    });
    return {
      acknowledged: { ...load, cpuMicrosPerRequest: webMicros / COUNT },
      appliedPerSecond: COUNT / seconds,
      cpuMicrosPerDelivery: allMicros / COUNT,
      halfSaturation,
    };
  } finally {
    inbox.close();
    await app.stop();
  }
}

function environment(path: string): Record<string, string> {
  return {
    SHOPIFY_API_KEY: "bench-client-id",
    SHOPIFY_API_SECRET: SECRET,
    SHOPIFY_APP_URL: "https://bench.example.com",
    SCOPES: "read_orders,read_customers",
    DATABASE_URL: `file:${path}`,
    LOG_LEVEL: "warn",
    DEV_STORE_URL: "",
  };
}

/** @throws Error when the figures of the database disagree, or it takes too long: then there is nothing to report. */
async function allApplied(inbox: AppInbox, expected: number): Promise<void> {
  const until = Date.now() + APPLY_MS;
  while (inbox.isWaiting()) {
    if (Date.now() > until)
      throw new Error(`not all of ${expected} deliveries were applied in ${APPLY_MS / 1_000} s`);
    await sleep(LOOK_MS);
  }
  const counts = inbox.counts();
  if (Object.values(counts).some((count) => count !== expected)) {
    throw new Error(`${expected} deliveries were acknowledged, the database says ${JSON.stringify(counts)}`);
  }
}
