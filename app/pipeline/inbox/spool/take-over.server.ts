import { setTimeout as sleep } from "node:timers/promises";

import { commitLater, inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { logger } from "~/platform/logger.server";
import { repeatedDeliveries } from "~/platform/measures.server";
import { scrubError } from "~/platform/scrub";
import type { Spool } from "~/platform/spool";
import { withShop } from "~/platform/tenant-guard.server";

import { type IncomingDelivery, textOfBody } from "../delivery";
import { emptyDeliveriesOfErased } from "../erased.server";
import { enqueueLonelyTries, settleBatch } from "../project.server";
import {
  insertDeliveries,
  listKnownWebhookIds,
  needsBody,
  type NewDelivery,
  type StoredDelivery,
} from "../repository.server";
import { unpackDeliveries } from "./pack";

/*
 * The door keeps deliveries in a spool beside the tables (ADR 11). The worker takes them over: a shop's
 * deliveries are stored and projected in one transaction, then forgotten by the spool. After a crash between the two
 * they come again, and the inbox knows their numbers. When a batch fails, its deliveries are stored as set aside, to be
 * tried one by one, so that a bad one holds up nobody.
 */

/** Deliveries in one transaction: many when many wait, few when few do. */
const MOST_TOGETHER = 300;
/** How often the spool is asked whether anybody wrote; costs microseconds. */
const NEWS_POLL_MS = 10;
/** Even without news, look again: what a worker had taken comes back when it dies. */
const SURE_LOOK_MS = 2_000;
const AFTER_FAILURE_MS = 250;
/** However long a flood lasts, reactions wait no longer than this. */
const MOST_BEHIND_MS = 10_000;

export type TakingOver = {
  /** Whether so much waits that reactions had better wait too; not for longer than a few seconds. */
  isBehind: () => boolean;
  /** Closes the spool, too. */
  stop: () => Promise<void>;
};

/** Takes over what the spool gets, until it is stopped. */
export function startTakingOver(db: RootDb, spool: Spool, now: () => Date): TakingOver {
  let isStopping = false;
  let behindSince: number | null = null;
  const loop = (async () => {
    while (!isStopping) {
      try {
        const seen = await spool.version();
        const count = await takeOver(db, spool, now());
        behindSince = count < MOST_TOGETHER / 2 ? null : (behindSince ?? performance.now());
        if (count > 0) continue;
        const until = performance.now() + SURE_LOOK_MS;
        while (!isStopping && performance.now() < until && (await spool.version()) === seen)
          await sleep(NEWS_POLL_MS);
      } catch (error) {
        logger.error({ error: scrubError(error) }, "deliveries were not taken over, trying again");
        await sleep(AFTER_FAILURE_MS);
      }
    }
  })();
  return {
    isBehind: () => behindSince !== null && performance.now() - behindSince < MOST_BEHIND_MS,
    stop: async () => {
      isStopping = true;
      await loop;
      await spool.close();
    },
  };
}

/** Takes over the oldest deliveries of the spool. Safe to repeat. @returns how many. */
export async function takeOver(db: RootDb, spool: Spool, now: Date): Promise<number> {
  const groups = await spool.oldest(MOST_TOGETHER);
  if (groups.length === 0) return 0;
  const deliveries = groups.flatMap(({ content }) => unpackDeliveries(content));
  const byShop = new Map<string, IncomingDelivery[]>();
  for (const delivery of deliveries) {
    const ofShop = byShop.get(delivery.shopId);
    if (ofShop) ofShop.push(delivery);
    else byShop.set(delivery.shopId, [delivery]);
  }
  for (const ofShop of byShop.values()) await takeOverShop(db, ofShop, now);
  await spool.remove(groups.map(({ id }) => id));
  return deliveries.length;
}

async function takeOverShop(db: RootDb, deliveries: readonly IncomingDelivery[], now: Date): Promise<void> {
  const shopId = deliveries[0]?.shopId ?? "";
  const batch = { shopId, deliveries, now };
  await withShop(shopId, async () => {
    try {
      await inTransaction(db, (tx) => projectNew(tx, batch), { shopId });
    } catch (error) {
      logger.warn(
        { shopId, error: scrubError(error) },
        "a batch failed, its deliveries are tried one by one",
      );
      await inTransaction(db, (tx) => setAside(tx, batch), { shopId });
    }
  });
}

type Batch = { shopId: string; deliveries: readonly IncomingDelivery[]; now: Date };
type Arrived = Omit<NewDelivery, "state">;

async function projectNew(tx: Tx, batch: Batch): Promise<void> {
  const { shopId, now } = batch;
  await commitLater(tx);
  const arrived = await listNew(tx, batch);
  const stored = arrived.map(storedOf);
  const settled = await settleBatch(tx, { shopId, deliveries: stored, now });
  if (!settled) return;
  const rows = arrived.flatMap((delivery, index): NewDelivery[] => {
    const outcome = settled[index];
    if (!outcome) return [];
    const { state, problemJson } = outcome;
    return [{ ...delivery, body: needsBody(state) ? delivery.body : "", state, problemJson, settledAt: now }];
  });
  await insertDeliveries(tx, rows);
  const withBody = stored.filter((_delivery, index) => rows[index]?.body !== "");
  if (withBody.length > 0) await emptyDeliveriesOfErased(tx, { shopId, deliveries: withBody });
}

async function setAside(tx: Tx, batch: Batch): Promise<void> {
  const { shopId, now } = batch;
  const arrived = await listNew(tx, batch);
  await insertDeliveries(
    tx,
    arrived.map((delivery) => ({ ...delivery, state: "retrying" })),
  );
  await enqueueLonelyTries(tx, { shopId, deliveryIds: arrived.map(({ id }) => id), now });
}

const repeated = repeatedDeliveries.of();

/** Those that the inbox does not have yet, each once, by the time their events happened. */
async function listNew(tx: Tx, { shopId, deliveries }: Batch): Promise<Arrived[]> {
  const byNumber = new Map(deliveries.toReversed().map((delivery) => [delivery.webhookId, delivery]));
  const known = await listKnownWebhookIds(tx, { shopId, webhookIds: [...byNumber.keys()] });
  const arrived = [...byNumber.values()].filter(({ webhookId }) => !known.has(webhookId));
  repeated.add(deliveries.length - arrived.length);
  return arrived
    .sort((a, b) => a.triggeredAt.getTime() - b.triggeredAt.getTime())
    .map(({ bytes, ...delivery }) => ({ ...delivery, id: newId(), body: textOfBody(bytes) }));
}

function storedOf({ id, topic, body, triggeredAt }: Arrived): StoredDelivery {
  return { deliveryId: id, topic, body, triggeredAt };
}
