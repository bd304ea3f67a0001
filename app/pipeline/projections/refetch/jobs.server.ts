import { z } from "zod";

import { NODES_AT_ONCE, type ReadNode } from "~/integrations/shopify/node-reader";
import { assertNever } from "~/kit/decision";
import { MINUTE_MS, SECOND_MS } from "~/kit/duration";
import { defineOutsideJob, type OutsideJob, RetryAt, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { findShop, type ShopRecord } from "~/shops/repository.server";

import { orderWindowStart } from "../backfill/rules";
import { getRefetchPorts } from "./ports.server";
import {
  deleteAllRequests,
  deleteServed,
  listBuyers,
  listPlacedAt,
  listShopIdsWaitingOfAllShops,
  listWaiting,
} from "./repository.server";
import { judgeMissing, nextBatch, type WaitingRefetch } from "./rules";

/*
 * A request waits → is read → is gone. Requests of a shop are read by one job, call by call, as long as any waits.
 * Made anew while it was being read, a request has another token: it stays, and the job runs again for it. What is made
 * in the instant in which the job ends is found by the sweep.
 */

const LOOK_AHEAD = 500;
/** News about one record come in swarms: waiting this long makes them one call. */
export const GATHERING_MS = 3 * SECOND_MS;

type Payload = { shopId: string };

/** Reads what waits of a shop, and brings our rows up to it. */
export const readAgain: OutsideJob<Payload> = defineOutsideJob({
  name: "refetch.read-nodes",
  schema: z.object({ shopId: z.string() }),
  maxAttempts: 8,
  priority: 90,
  async run({ shopId }, { db, now }) {
    const shop = await findShop(db, { shopId });
    if (!shop || shop.uninstalledAt) return deleteAllRequests(db, { shopId });
    for (;;) {
      const waiting = await listWaiting(db, { shopId, until: now, limit: LOOK_AHEAD });
      const batch = nextBatch(waiting, NODES_AT_ONCE);
      if (batch.length === 0) break;
      await readBatch(db, { shop, batch, now });
    }
    const later = await listWaiting(db, { shopId, until: null, limit: 1 });
    if (later.length > 0) throw new RetryAt(new Date(now.getTime() + GATHERING_MS), "more was asked for");
  },
});

/** Finds shops whose requests nobody works off. */
export const sweepRequests: Schedule = {
  name: "refetch.sweep-requests",
  everyMs: MINUTE_MS,
  async run(tx, now) {
    const before = new Date(now.getTime() - MINUTE_MS);
    const shopIds = await listShopIdsWaitingOfAllShops(tx, { before, jobName: readAgain.name });
    await enqueueJobs(
      tx,
      readAgain,
      shopIds.map((shopId) => ({ payload: { shopId }, shopId, now, dedupeKey: shopId })),
    );
  },
};

type Batch = { shop: ShopRecord; batch: readonly WaitingRefetch[]; now: Date };

async function readBatch(db: RootDb, { shop, batch, now }: Batch): Promise<void> {
  const [first] = batch;
  if (!first) return;
  const shopId = shop.id;
  const gids = batch.map(({ gid }) => gid);
  const outcome = await getRefetchPorts().reader(shop.domain).readNodes(first.resource, gids);
  switch (outcome.kind) {
    case "done":
      return project(db, { shop, batch, now, nodes: outcome.result });
    case "unavailable":
      throw new RetryAt(new Date(now.getTime() + outcome.retryAfterMs), outcome.error);
    case "rejected":
      // A scope that was taken back, say: asking again changes nothing, and others must not wait behind it.
      logger.error({ shopId, resource: first.resource, error: outcome.error }, "refetch refused");
      return deleteServed(db, { shopId, served: batch });
    case "shop-gone":
      return deleteAllRequests(db, { shopId });
    default:
      assertNever(outcome);
  }
}

async function project(
  db: RootDb,
  { shop, batch, now, nodes }: Batch & { nodes: readonly ReadNode[] },
): Promise<void> {
  const [first] = batch;
  if (!first) return;
  const { resource } = first;
  const shopId = shop.id;
  const ports = getRefetchPorts();
  const found = new Set(nodes.map(({ id }) => id));
  const missing = batch.map(({ gid }) => gid).filter((gid) => !found.has(gid));
  await inTransaction(
    db,
    async (tx) => {
      const { problems } = await ports.projectNodes(tx, { shop, resource, nodes, now });
      for (const { problem } of problems)
        logger.error({ shopId, resource, path: problem.path }, "a record read again was not understood");
      const gone = await goneAmong(tx, { shop, resource, missing, now });
      await ports.projectDeletions(tx, { shop, resource, gids: gone, now });
      await deleteServed(tx, { shopId, served: batch });
    },
    { shopId },
  );
}

type Missing = { shop: ShopRecord; resource: WaitingRefetch["resource"]; missing: string[]; now: Date };

async function goneAmong(
  tx: Parameters<typeof listPlacedAt>[0],
  { shop, resource, missing, now }: Missing,
): Promise<string[]> {
  if (missing.length === 0) return [];
  const shopId = shop.id;
  const windowStartAt = resource === "orders" ? orderWindowStart(shop.scopes, now) : null;
  const placed =
    windowStartAt === null ? new Map<string, Date>() : await listPlacedAt(tx, { shopId, gids: missing });
  const buyers = resource === "customers" ? await listBuyers(tx, { shopId, gids: missing }) : new Set();
  const knownOf = (gid: string) => ({ placedAt: placed.get(gid) ?? null, hasOrders: buyers.has(gid) });
  return missing.filter((gid) => judgeMissing(resource, { windowStartAt, ...knownOf(gid) }) === "gone");
}
