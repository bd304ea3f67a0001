import { z } from "zod";

import type { ShopifyGateway } from "~/integrations/shopify/gateway.server";
import { HOUR_MS } from "~/kit/duration";
import { defineOutsideJob, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";

import { recountAggregates } from "../aggregates/recount.server";
import { checkoutsBulkQuery } from "../checkouts/bulk-query";
import { replaceNameKeyedOrders } from "../csv-import/replace.server";
import { CUSTOMERS_BULK_QUERY } from "../customers/bulk-query";
import { settleLoaded } from "../merge/after-load.server";
import { projectNodes } from "../nodes.server";
import { ordersBulkQuery } from "../orders/bulk-query";
import { PRODUCTS_BULK_QUERY } from "../products/bulk-query";
import { registerTopic } from "../registry.server";
import { handleBulkFinishDelivery, onScopesChanged, onShopInstalled } from "./handlers.server";
import type { HistoryResource } from "./history/batch";
import { mendLateIndexes } from "./history/late-indexes.server";
import { loadHistory } from "./history/load-history.server";
import { checkQuery, loadRows, startQuery } from "./jobs.server";
import { provideBackfillPorts } from "./ports.server";
import { type BackfillRecord, listDueFailuresOfAllShops } from "./repository.server";
import { retryBackfill } from "./request.server";
import type { BackfillResource } from "./rules";

/** What Shopify broke off, or we, is tried again by itself once an hour. */
const retryFailures: Schedule = {
  name: "backfill.sweep-failures",
  everyMs: HOUR_MS,
  async run(tx, now) {
    const failures = await listDueFailuresOfAllShops(tx, { before: new Date(now.getTime() - HOUR_MS) });
    for (const failure of failures) await retryBackfill(tx, { ...failure, now });
    await enqueueJob(tx, mendIndexes, { payload: {}, shopId: null, now, dedupeKey: "hourly" });
  },
};

/** After a crash in a first load, which runs without some indexes. */
const mendIndexes = defineOutsideJob({
  name: "backfill.mend-indexes",
  schema: z.object({}),
  maxAttempts: 3,
  priority: 200,
  run: (_payload, { db }) => mendLateIndexes(db),
});

/** Jobs, schedules and reactions, without their ports. */
export const backfillRegistration = {
  name: "backfill",
  jobs: [startQuery, checkQuery, loadRows, mendIndexes],
  schedules: [retryFailures],
  subscribers: [onShopInstalled, onScopesChanged],
};

/** The bulk query of a resource; `since` bounds orders. */
export function bulkQueryOf(resource: BackfillResource, since: Date | null): string {
  switch (resource) {
    case "customers":
      return CUSTOMERS_BULK_QUERY;
    case "products":
      return PRODUCTS_BULK_QUERY;
    case "orders":
      return ordersBulkQuery(since);
    case "checkouts":
      return checkoutsBulkQuery(since);
  }
}

function isHistory(row: BackfillRecord): row is BackfillRecord & { resource: HistoryResource } {
  return row.resource === "customers" || row.resource === "orders";
}

/** Wires the backfill to Shopify and to the projections; called once by the composition. */
export function registerBackfill(
  gateway: Pick<ShopifyGateway, "bulk">,
  { stagingDirectory }: { stagingDirectory?: string } = {},
): typeof backfillRegistration {
  provideBackfillPorts({
    bulk: (shop) => gateway.bulk(shop.domain),
    queryOf: bulkQueryOf,
    // Counting aggregates once at the end costs a fraction of keeping them up row by row.
    projectNodes: (tx, batch) => projectNodes(tx, { ...batch, silent: true, defersAggregates: true }),
    loadHistory: (db, { shop, row, path, now }) =>
      isHistory(row) ? loadHistory({ db, shop, row, straysPath: path, now }) : null,
    afterLoad: async (db, { shopId, resource }) => {
      if (resource === "orders") await replaceNameKeyedOrders(db, { shopId });
      if (resource !== "orders" && resource !== "customers") return;
      await settleLoaded(db, { shopId });
      await recountAggregates(db, { shopId });
    },
    ...(stagingDirectory === undefined ? {} : { stagingDirectory }),
  });
  registerTopic("bulk_operations/finish", handleBulkFinishDelivery);
  return backfillRegistration;
}
