/**
 * Our loading of two bulk files, in a process of its own so that its memory can be told: `tsx load.ts`, with DATABASE_URL
 * and FILES_URL. Its last line is the outcome as JSON.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { provideShopFetch } from "../../app/integrations/shopify/shop-fetch.server";
import { compareAggregates } from "../../app/pipeline/projections/aggregates/recount.server";
import { loadFile } from "../../app/pipeline/projections/backfill/load-file.server";
import { getBackfillPorts } from "../../app/pipeline/projections/backfill/ports.server";
import { registerBackfill } from "../../app/pipeline/projections/backfill/registration.server";
import { findBackfill } from "../../app/pipeline/projections/backfill/repository.server";
import { openDb } from "../../app/platform/db.server";
import { newId, newShopId } from "../../app/platform/ids.server";
import { withShop } from "../../app/platform/tenant-guard.server";
import { getShop } from "../../app/shops/repository.server";
import type { OurLoad } from "./ours";

const { DATABASE_URL = "", FILES_URL = "", ORDER_COUNT = "0" } = process.env;
const now = new Date();
provideShopFetch((input, init) => fetch(input, init)); // The files are on this machine.
const db = await openDb(DATABASE_URL);
const stagingDirectory = mkdtempSync(join(tmpdir(), "perennial-bench-staging-"));
registerBackfill({ bulk: () => nobody() }, { stagingDirectory });
const shopId = newShopId();
const report = await withShop(shopId, measure);
await db.$disconnect();
rmSync(stagingDirectory, { recursive: true });
console.log(JSON.stringify(report));

async function measure(): Promise<OurLoad> {
  await db.shop.create({
    data: {
      id: shopId,
      domain: "bench-shop.myshopify.com",
      name: "Bench",
      currencyCode: "EUR",
      ianaTimezone: "Europe/Warsaw",
      installedAt: now,
      createdAt: now,
      updatedAt: now,
    },
  });
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const customerSeconds = await load("customers");
  const orderSeconds = await load("orders");
  const aggregatesFrom = performance.now();
  await getBackfillPorts().afterLoad(db, { shopId, resource: "orders" });
  const aggregateSeconds = (performance.now() - aggregatesFrom) / 1_000;
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = (user + system) / 1_000_000;
  const peakMegabytes = process.resourceUsage().maxRSS / 1_000;
  const where = { shopId };
  return {
    seconds,
    cpuSeconds,
    customerSeconds,
    orderSeconds,
    aggregateSeconds,
    peakMegabytes,
    counts: {
      orders: await db.order.count({ where }),
      lines: await db.orderLine.count({ where }),
      customers: await db.customer.count({ where }),
    },
    aggregateDifferences: (await compareAggregates(db, { shopId })).length,
  };
}

async function load(resource: "customers" | "orders"): Promise<number> {
  const startedAt = performance.now();
  await db.backfill.create({
    data: {
      id: newId(),
      shopId,
      resource,
      state: "loading",
      bulkGid: "gid://shopify/BulkOperation/1",
      objectCount: resource === "orders" ? Number(ORDER_COUNT) : 0,
      url: `${FILES_URL}/${resource}.jsonl`,
      requestedAt: now,
    },
  });
  const row = await findBackfill(db, { shopId, resource });
  if (!row) throw new Error("the backfill is not there");
  const shop = await getShop(db, { shopId });
  const outcome = await loadFile({ db, shop, row, ports: getBackfillPorts(), now });
  if (outcome.kind !== "loaded") throw new Error(`expected the file to be loaded: ${outcome.kind}`);
  return (performance.now() - startedAt) / 1_000;
}

function nobody(): never {
  throw new Error("no bulk query is started in this bench");
}
