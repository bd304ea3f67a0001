import type { ShopifyGateway } from "~/integrations/shopify/gateway.server";
import { HOUR_MS } from "~/kit/duration";
import type { Schedule } from "~/pipeline/jobs/definition";

import { recountAggregates } from "../aggregates/recount.server";
import { checkoutsBulkQuery } from "../checkouts/bulk-query";
import { CUSTOMERS_BULK_QUERY } from "../customers/bulk-query";
import { projectNodes } from "../nodes.server";
import { ordersBulkQuery } from "../orders/bulk-query";
import { PRODUCTS_BULK_QUERY } from "../products/bulk-query";
import { registerTopic } from "../registry.server";
import { handleBulkFinishDelivery, onScopesChanged, onShopInstalled } from "./handlers.server";
import { checkQuery, loadRows, startQuery } from "./jobs.server";
import { provideBackfillPorts } from "./ports.server";
import { listDueFailuresOfAllShops } from "./repository.server";
import { retryBackfill } from "./request.server";
import type { BackfillResource } from "./rules";

/** What Shopify broke off, or we, is tried again by itself once an hour. */
const retryFailures: Schedule = {
  name: "backfill.sweep-failures",
  everyMs: HOUR_MS,
  async run(tx, now) {
    const failures = await listDueFailuresOfAllShops(tx, { before: new Date(now.getTime() - HOUR_MS) });
    for (const failure of failures) await retryBackfill(tx, { ...failure, now });
  },
};

/** Jobs, schedules and reactions, without their ports. */
export const backfillRegistration = {
  name: "backfill",
  jobs: [startQuery, checkQuery, loadRows],
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
    afterLoad: async (db, { shopId, resource }) => {
      if (resource === "orders") await recountAggregates(db, { shopId });
    },
    ...(stagingDirectory === undefined ? {} : { stagingDirectory }),
  });
  registerTopic("bulk_operations/finish", handleBulkFinishDelivery);
  return backfillRegistration;
}
