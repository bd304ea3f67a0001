import { defineSubscriber } from "~/pipeline/events/subscriber";
import type { Tx } from "~/platform/db.server";

import type { ProjectionOutcome } from "../outcome";
import { findBackfill, listBackfills } from "./repository.server";
import {
  handleBulkOperationFinish,
  requestBackfill,
  restartResource,
  retryFailedBackfills,
} from "./request.server";
import { orderWindowStart, parseError } from "./rules";

/**
 * A first installation reads everything. A shop that comes back is read on where its reading was broken off; what had
 * been read is not read again: the reconcile finds what was missed meanwhile.
 */
export const onShopInstalled = defineSubscriber({
  name: "backfill.on-shop-installed",
  events: ["shop.installed"],
  run: async ({ shopId }, { tx, now }) => {
    await requestBackfill(tx, { shopId, now });
    await retryFailedBackfills(tx, { shopId, now });
  },
});

/** New scopes may open what was closed: the history before the window, and whole resources. */
export const onScopesChanged = defineSubscriber({
  name: "backfill.on-scopes-changed",
  events: ["shop.scopes-changed"],
  run: async ({ shopId, payload }, { tx, now }) => {
    const denied = (await listBackfills(tx, { shopId })).filter(
      (row) => parseError(row.error)?.code === "access-denied",
    );
    for (const { resource } of denied) await restartResource(tx, { shopId, resource, now });
    const orders = await findBackfill(tx, { shopId, resource: "orders" });
    const isWider = orders?.windowStartAt != null && orderWindowStart(payload.scopes, now) === null;
    if (isWider) await restartResource(tx, { shopId, resource: "orders", now });
  },
});

/**
 * `bulk_operations/finish`. An operation of nobody we know is ignored: it may be one whose start we never heard of.
 */
export async function handleBulkFinishDelivery(
  tx: Tx,
  { shop, body, now }: { shop: { id: string }; body: Record<string, unknown>; now: Date },
): Promise<ProjectionOutcome> {
  const gid = body["admin_graphql_api_id"];
  if (typeof gid !== "string") {
    const message = "expected gid://shopify/BulkOperation/…";
    return {
      kind: "dead",
      problem: { path: "admin_graphql_api_id", value: JSON.stringify(gid ?? null), message },
    };
  }
  const isOurs = await handleBulkOperationFinish(tx, { shopId: shop.id, bulkGid: gid, now });
  return isOurs ? { kind: "projected" } : { kind: "ignored", reason: "unknown-bulk-operation" };
}
